package io.tasksweep.bus;

import io.tasksweep.auth.Tokens;
import io.tasksweep.codec.DeletionJson;
import io.tasksweep.codec.Problem;
import io.tasksweep.codec.ProblemException;
import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.deletion.Deletions;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.DeletionVerdict.Completed;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests to delete a task. Any code in this process may send anything, so each message is checked like a request over HTTP: the
 * bus does not bypass the token.
 */
final class DeletionHandler implements Handler<Message<Object>> {
    private static final Logger LOG = LoggerFactory.getLogger(DeletionHandler.class);

    private static final String NO_RECORD = "The audit record of this request was not written in time.";

    private final Tokens tokens;
    private final Deletions deletions;
    private final AuditTrail audit;
    private final Set<Future<Void>> unanswered = new HashSet<>();

    DeletionHandler(Tokens tokens, Deletions deletions, AuditTrail audit) {
        this.tokens = tokens;
        this.deletions = deletions;
        this.audit = audit;
    }

    @Override
    public void handle(Message<Object> message) {
        Future<Void> answered = answered(new DeletionMessage(message));
        unanswered.add(answered);
        answered.onComplete(ended -> unanswered.remove(answered));
    }

    /** Completes when everybody who has asked so far has an answer; what is decided still waits for its audit entry, a moment at most. */
    Future<Void> allAnswered() {
        return Future.join(List.copyOf(unanswered)).mapEmpty();
    }

    private Future<Void> answered(DeletionMessage asked) {
        return Future.succeededFuture(asked)
                .map(DeletionMessage::measured)
                .compose(measured -> tokens.caller(measured.authorization()))
                .map(asked::request)
                .compose(deletions::delete)
                .compose(verdict -> answer(asked, verdict))
                .recover(cause -> refuse(asked, problem(asked, cause)));
    }

    private Future<Void> answer(DeletionMessage asked, DeletionVerdict verdict) {
        return verdict.fold(done -> tell(asked, done), refused -> refuse(asked, Problem.of(refused.refusal())));
    }

    /** Everything that could fail is done before the audit entry is recorded, so there are never two entries. */
    private Future<Void> tell(DeletionMessage asked, Completed done) {
        JsonObject answer = DeletionJson.result(done.result());
        JsonArray warned = answer.getJsonArray("warnings").copy().add(NO_RECORD);
        return audit.record(asked.audited().carriedOut(done))
                .onSuccess(written -> asked.reply(written ? answer : answer.put("warnings", warned)))
                .mapEmpty();
    }

    private Future<Void> refuse(DeletionMessage asked, Problem why) {
        Problem problem = asked.about(why);
        String body = problem.json(asked.audited().requestId()).encode();
        ReplyException reply = new ReplyException(
                ReplyFailure.RECIPIENT_FAILURE, problem.code().status(), body);
        return audit.record(asked.audited().refused(problem))
                .onSuccess(ignored -> asked.reply(reply))
                .mapEmpty();
    }

    private static Problem problem(DeletionMessage asked, Throwable cause) {
        if (cause instanceof ProblemException refusal) {
            return refusal.problem();
        }
        LOG.atError()
                .setCause(cause)
                .addKeyValue("request_id", asked.audited().requestId())
                .log("A deletion failed unexpectedly");
        return Problem.internal();
    }
}
