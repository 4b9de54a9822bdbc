package io.tasksweep.bus;

import io.tasksweep.auth.InvalidToken;
import io.tasksweep.auth.Tokens;
import io.tasksweep.codec.DeletionJson;
import io.tasksweep.codec.Problem;
import io.tasksweep.codec.ProblemException;
import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.deletion.RunningDeletions;
import io.tasksweep.deletion.Sweeper;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.DeletionVerdict.Completed;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@link Addresses#DELETE}. Anyone in the cluster may send anything, so each message is checked as a request over HTTP is:
 * the bus is no way round the token. Deploy one instance: requests for one task join where they meet.
 */
public final class DeletionVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(DeletionVerticle.class);

    /** A supervisor kills after 30 s; the ports and stores need some of that to close. */
    private static final long GRACE_SECONDS = 20;

    private static final String NO_RECORD = "The audit record of this request was not written in time.";

    private final Tokens tokens;
    private final RunningDeletions deletions;
    private final Sweeper sweeper;
    private final AuditTrail audit;

    public DeletionVerticle(Tokens tokens, RunningDeletions deletions, Sweeper sweeper, AuditTrail audit) {
        this.tokens = tokens;
        this.deletions = deletions;
        this.sweeper = sweeper;
        this.audit = audit;
    }

    @Override
    public Future<?> start() {
        sweeper.start();
        return vertx.eventBus().consumer(Addresses.DELETE, this::onMessage).completion();
    }

    /** Refuses what comes now, and waits for what runs; what is not done in time is finished by a sweeper, here or elsewhere. */
    @Override
    public Future<?> stop() {
        return Future.join(sweeper.stop(), deletions.drain())
                .timeout(GRACE_SECONDS, TimeUnit.SECONDS)
                .otherwiseEmpty();
    }

    private void onMessage(Message<Object> message) {
        Inquiry inquiry = new Inquiry(requestId(message.headers()));
        Inquiry.measure(message.body())
                .compose(measured -> tokens.caller(message.headers().getAll(Addresses.AUTHORIZATION)))
                .map(caller -> inquiry.read(caller, message.body()))
                .compose(deletions::delete)
                .compose(verdict -> answer(message, inquiry, verdict))
                .onFailure(cause -> refuse(message, inquiry, problem(inquiry, cause)));
    }

    private Future<Void> answer(Message<Object> message, Inquiry inquiry, DeletionVerdict verdict) {
        return verdict.fold(
                done -> tell(message, inquiry, done),
                refused -> refuse(message, inquiry, inquiry.about(Problem.of(refused.refusal()))));
    }

    /** What could go wrong is done before the record is made: there are never two. */
    private Future<Void> tell(Message<Object> message, Inquiry inquiry, Completed done) {
        JsonObject answer = DeletionJson.result(done.result());
        JsonArray warned = answer.getJsonArray("warnings").copy().add(NO_RECORD);
        return audit.recorded(inquiry.carriedOut(done))
                .onSuccess(written -> message.reply(written ? answer : answer.put("warnings", warned)))
                .mapEmpty();
    }

    private Future<Void> refuse(Message<Object> message, Inquiry inquiry, Problem problem) {
        String body = problem.json(inquiry.requestId()).encode();
        ReplyException reply = new ReplyException(
                ReplyFailure.RECIPIENT_FAILURE, problem.code().status(), body);
        return audit.recorded(inquiry.refused(problem))
                .onSuccess(written -> message.reply(reply))
                .mapEmpty();
    }

    private static Problem problem(Inquiry inquiry, Throwable cause) {
        if (cause instanceof ProblemException refusal) {
            return inquiry.about(refusal.problem());
        }
        if (cause instanceof InvalidToken) {
            return Access.unauthenticated();
        }
        LOG.atError()
                .setCause(cause)
                .addKeyValue("request_id", inquiry.requestId())
                .log("A deletion broke");
        return inquiry.about(Problem.internal());
    }

    private static String requestId(MultiMap headers) {
        return RequestIds.sane(headers.getAll(Addresses.REQUEST_ID));
    }
}
