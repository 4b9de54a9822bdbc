package io.tasksweep.store.redis;

import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.Lease;
import io.tasksweep.deletion.Leases;
import io.tasksweep.deletion.NotTaken;
import io.tasksweep.deletion.OpenDeletions;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Leases, and the receipts that only their holders write, by {@link LeaseScripts} over a task's two keys. */
public final class RedisLeases implements Leases {
    private static final String FOR_EVER = "";
    private static final String NO_RECEIPT = "   "; // four empty fields
    private static final int MOST_UNANSWERED = 1_000;

    private final RedisCommands redis;
    private final ReceiptFields fields;
    private final RedisOpenDeletions open;
    private final Clock clock;

    /**
     * The tokens of leases that this node tried to take or give back without getting an answer, or has forgone; only the last one of each
     * task. Nobody works under them, but Redis may hold them, or may yet execute the attempt: without this map, the task would have to wait
     * until they expire. Used from several event loops.
     */
    private final Map<TaskId, String> unanswered = Collections.synchronizedMap(new LinkedHashMap<>());

    public RedisLeases(RedisCommands redis, ResultFormat results, Clock clock) {
        this.redis = redis;
        this.fields = new ReceiptFields(results);
        this.open = new RedisOpenDeletions(redis);
        this.clock = clock;
    }

    @Override
    public Future<Optional<Lease>> take(Receipt intent, Optional<Receipt> seen) {
        String token = intent.deletionId() + " " + UUID.randomUUID();
        String lost = unanswered.getOrDefault(intent.taskId(), token);
        List<String> arguments = new ArrayList<>(List.of(token, millis(LIFE), lost, mark(seen)));
        arguments.addAll(fields.of(intent));
        // noted first: a crash in between leaves a note without an intent, never an intent that nobody looks for
        return open.note(intent.taskId(), LIFE)
                .recover(cause -> Future.failedFuture(new NotTaken(cause)))
                .compose(noted -> redis.eval(LeaseScripts.TAKE, keys(intent.taskId()), arguments)
                        .onSuccess(answer -> answer.ifPresent(taken -> unanswered.remove(intent.taskId(), lost)))
                        .recover(RedisLeases::refused)
                        .onFailure(cause -> rememberUnlessRefused(intent.taskId(), token, cause))
                        .map(answer -> answer.<Lease>map(
                                before -> new Held(noted, intent.deletionId(), token, ReceiptFields.pairs(before)))));
    }

    /** An error reply means that nothing was done; without a reply it may have been. */
    private static <T> Future<T> refused(Throwable cause) {
        return Future.failedFuture(RedisFailures.isSilence(cause) ? cause : new NotTaken(cause));
    }

    /** Leaves the entry on the open list, even if it serves no purpose any more: the sweeper then removes it. */
    @Override
    public Future<Boolean> withdraw(Receipt intent, Optional<Receipt> earlier) {
        TaskId taskId = intent.taskId();
        String id = intent.deletionId();
        String life = earlier.map(this::ttl).orElse(FOR_EVER);
        return putBack(taskId, id, life, earlier.map(fields::of).orElseGet(List::of))
                .map(there -> there.filter(id::equals).isPresent())
                .compose(back -> back && earlier.filter(Receipt::open).isPresent()
                        ? open.note(taskId, LIFE).map(true).otherwise(true)
                        : Future.succeededFuture(back));
    }

    @Override
    public Future<Boolean> held(TaskId taskId) {
        return redis.send(Request.cmd(Command.GET).arg(OwnKeys.lease(taskId)))
                .map(answer -> answer.map(Object::toString)
                        .filter(holder -> !holder.equals(unanswered.get(taskId)))
                        .isPresent());
    }

    /** Tells two states of a task's receipt apart. {@link LeaseScripts#TAKE} puts the same together from the fields that it finds. */
    private static String mark(Optional<Receipt> receipt) {
        return receipt.map(seen -> seen.deletionId() + " " + seen.state().label() + " "
                        + (seen.passes() > 0 ? Integer.toString(seen.passes()) : "") + " "
                        + seen.expiresAt().map(Object::toString).orElse(""))
                .orElse(NO_RECEIPT);
    }

    /** An attempt that was refused must not take the place of another whose answer is still unknown. */
    private void rememberUnlessRefused(TaskId taskId, String token, Throwable cause) {
        if (!(cause instanceof NotTaken)) {
            remember(taskId, token);
        }
    }

    private void remember(TaskId taskId, String token) {
        synchronized (unanswered) {
            unanswered.remove(taskId);
            unanswered.put(taskId, token);
            if (unanswered.size() > MOST_UNANSWERED) {
                unanswered.remove(unanswered.keySet().iterator().next());
            }
        }
    }

    /** Returns the deletion id of the receipt that was there; empty if somebody else holds the lease. */
    private Future<Optional<String>> putBack(TaskId taskId, String deletionId, String life, List<String> receipt) {
        List<String> arguments = new ArrayList<>(List.of(deletionId, life));
        arguments.addAll(receipt);
        return redis.eval(LeaseScripts.WITHDRAW, keys(taskId), arguments).map(answer -> answer.map(Object::toString));
    }

    /** The TTL in milliseconds. The receipt's expiry was computed just now, by the same clock. */
    private String ttl(Receipt receipt) {
        return receipt.expiresAt()
                .map(expiry -> Duration.between(clock.instant(), expiry).toMillis())
                .map(left -> Long.toString(Math.max(1, left)))
                .orElse(FOR_EVER);
    }

    private static List<String> keys(TaskId taskId) {
        return List.of(OwnKeys.receipt(taskId), OwnKeys.lease(taskId));
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    /** Remembers the receipt that the intent replaced, to restore it exactly as it was. */
    private final class Held implements Lease {
        private final OpenDeletions.Due noted;
        private final TaskId taskId;
        private final String deletionId;
        private final String token;
        private final Map<String, String> before;

        private Held(OpenDeletions.Due noted, String deletionId, String token, Map<String, String> before) {
            this.noted = noted;
            this.taskId = noted.taskId();
            this.deletionId = deletionId;
            this.token = token;
            this.before = before;
        }

        @Override
        public Future<Boolean> renew() {
            return script(LeaseScripts.RENEW, List.of(token, millis(LIFE)));
        }

        @Override
        public Future<Boolean> settle(Receipt receipt, Optional<Duration> due) {
            List<String> arguments = new ArrayList<>(List.of(token, ttl(receipt)));
            arguments.addAll(fields.of(receipt));
            return ended(script(LeaseScripts.SETTLE, arguments), due);
        }

        @Override
        public void forgo() {
            remember(taskId, token);
        }

        @Override
        public Future<Boolean> release() {
            return script(LeaseScripts.RELEASE, List.of(token));
        }

        @Override
        public Future<Boolean> withdraw() {
            // the earlier receipt is there already if the answer to an earlier attempt got lost
            List<String> ours = List.of(deletionId, before.getOrDefault("deletion_id", ""));
            List<String> fieldsBefore = before.entrySet().stream()
                    .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
                    .toList();
            Future<Boolean> back = putBack(taskId, deletionId, FOR_EVER, fieldsBefore)
                    .map(there -> there.filter(ours::contains).isPresent());
            return ended(back, dueBefore());
        }

        /** An earlier receipt that somebody still had to look after is due again soon. */
        private Optional<Duration> dueBefore() {
            return Optional.of(before)
                    .filter(earlier -> !earlier.isEmpty())
                    .map(earlier -> fields.receipt(taskId, earlier))
                    .filter(Receipt::open)
                    .map(open -> LIFE);
        }

        private Future<Boolean> ended(Future<Boolean> end, Optional<Duration> due) {
            return end.onFailure(silent -> remember(taskId, token))
                    .compose(done -> done ? note(due).map(true).otherwise(true) : Future.succeededFuture(false));
        }

        /** Removes the entry only if nobody has postponed it since it was taken; an entry that stays needlessly is removed by a sweeper. */
        private Future<Void> note(Optional<Duration> due) {
            return due.<Future<Void>>map(after -> open.note(taskId, after).mapEmpty())
                    .orElseGet(() -> open.close(noted));
        }

        private Future<Boolean> script(String script, List<String> arguments) {
            return redis.eval(script, keys(taskId), arguments)
                    .map(answer -> answer.map(RedisCommands::number).orElse(0L) == 1);
        }
    }
}
