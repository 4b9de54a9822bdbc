package io.tasksweep.bus;

import io.tasksweep.auth.Tokens;
import io.tasksweep.codec.DeletionJson;
import io.tasksweep.codec.Problem;
import io.tasksweep.codec.ProblemException;
import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.RunningDeletions;
import io.tasksweep.deletion.Sweeper;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.DeletionVerdict.Completed;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@link Addresses#DELETE}. Any code in this process may send anything, so each message is checked like a request over HTTP: the
 * bus does not bypass the token. Deploy one instance only: requests for the same task can join only within one.
 */
public final class DeletionVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(DeletionVerticle.class);

    /** A supervisor kills the process after 30 s; ports and stores need some of that time to close. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** How long to wait for deletions to report what they have done by then. */
    private static final Duration REPORTING = Duration.ofSeconds(1);

    private static final String NO_RECORD = "The audit record of this request was not written in time.";

    private final Tokens tokens;
    private final RunningDeletions deletions;
    private final Sweeper sweeper;
    private final AuditTrail audit;
    private final Clock clock;

    public DeletionVerticle(Tokens tokens, RunningDeletions deletions, Sweeper sweeper, AuditTrail audit, Clock clock) {
        this.tokens = tokens;
        this.deletions = deletions;
        this.sweeper = sweeper;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        sweeper.start();
        return vertx.eventBus().consumer(Addresses.DELETE, this::onMessage).completion();
    }

    /**
     * Refuses new requests and waits for running deletions. Those that do not end in time are cut off; a sweeper finishes them, here or
     * on another node.
     */
    @Override
    public Future<?> stop() {
        Future<Void> ended = Future.join(sweeper.stop(), deletions.drain()).mapEmpty();
        return clock.limit(ended.otherwiseEmpty(), GRACE)
                .onFailure(late -> deletions.hurry())
                .recover(late -> clock.limit(deletions.drain(), REPORTING))
                .onFailure(late -> deletions.abandonAll())
                .otherwiseEmpty();
    }

    private void onMessage(Message<Object> message) {
        DeletionMessage asked = new DeletionMessage(message);
        Future.succeededFuture(asked)
                .map(DeletionMessage::measured)
                .compose(measured -> tokens.caller(measured.authorization()))
                .map(asked::request)
                .compose(deletions::delete)
                .compose(verdict -> answer(asked, verdict))
                .onFailure(cause -> refuse(asked, problem(asked, cause)));
    }

    private Future<Void> answer(DeletionMessage asked, DeletionVerdict verdict) {
        return verdict.fold(done -> tell(asked, done), refused -> refuse(asked, Problem.of(refused.refusal())));
    }

    /** Everything that could fail is done before the audit entry is recorded, so there are never two entries. */
    private Future<Void> tell(DeletionMessage asked, Completed done) {
        JsonObject answer = DeletionJson.result(done.result());
        JsonArray warned = answer.getJsonArray("warnings").copy().add(NO_RECORD);
        return audit.record(asked.inquiry().carriedOut(done))
                .onSuccess(written -> asked.reply(written ? answer : answer.put("warnings", warned)))
                .mapEmpty();
    }

    private Future<Void> refuse(DeletionMessage asked, Problem why) {
        Problem problem = asked.about(why);
        String body = problem.json(asked.inquiry().requestId()).encode();
        ReplyException reply = new ReplyException(
                ReplyFailure.RECIPIENT_FAILURE, problem.code().status(), body);
        return audit.record(asked.inquiry().refused(problem))
                .onSuccess(written -> asked.reply(reply))
                .mapEmpty();
    }

    private static Problem problem(DeletionMessage asked, Throwable cause) {
        if (cause instanceof ProblemException refusal) {
            return refusal.problem();
        }
        LOG.atError()
                .setCause(cause)
                .addKeyValue("request_id", asked.inquiry().requestId())
                .log("A deletion failed unexpectedly");
        return Problem.internal();
    }
}
