package io.tasksweep.testing;

import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.Lease;
import io.tasksweep.deletion.Leases;
import io.tasksweep.deletion.NotTaken;
import io.tasksweep.deletion.OpenDeletions;
import io.tasksweep.deletion.Receipts;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Leases and receipts in memory, as atomic as a Redis script. They expire by the given clock, as those in Redis expire by Redis' own
 * clock.
 */
public final class TestingRecords implements Leases, Receipts, OpenDeletions {
    /** How long a lease lives without being renewed. */
    public static final Duration LEASE = Leases.LIFE;

    /** So many tasks that are due come at a time. */
    private static final int SOME = 20;

    private static final Failure OUT = new Failure(FailureCode.UNAVAILABLE, "The records are broken for a test.");

    private final List<String> journal;
    private final Map<TaskId, Receipt> receipts = new HashMap<>();
    private final Map<TaskId, Owner> owners = new HashMap<>();
    private final Map<TaskId, Deadline> open = new TreeMap<>(Comparator.comparing(TaskId::value));
    private final Clock clock;
    private final Set<TaskId> silent = new HashSet<>();
    private final Set<TaskId> garbled = new HashSet<>();
    private final Set<Object> forgone = new HashSet<>();
    private int failingTakes;
    private int failingWithdrawals;
    private int lostTakes;
    private Duration lateness = Duration.ZERO;
    private Runnable atTake = () -> {};
    private int unheard;
    private boolean unwritable;
    private boolean unreadable;

    private record Owner(Object token, Deadline end) {}

    public TestingRecords(List<String> journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** From now on nothing can be written. */
    public void unwritable() {
        unwritable = true;
    }

    /** Everything can be written again. */
    public void writable() {
        unwritable = false;
    }

    /** The next so many times no lease can be taken, and no intent be taken back. */
    public void failing(int takes, int withdrawals) {
        failingTakes = takes;
        failingWithdrawals = withdrawals;
    }

    /** The next so many leases are taken, and nobody hears of it. */
    public void losing(int takes) {
        lostTakes = takes;
    }

    /** The answer to the next attempt to take a lease comes so much later. */
    public void late(Duration time) {
        lateness = time;
    }

    /** The next so many questions about a lease are neither carried out nor answered. */
    public void unheard(int answers) {
        unheard = answers;
    }

    /** From now on nothing can be read. */
    public void unreadable() {
        unreadable = true;
    }

    /** Everything can be read again. */
    public void readable() {
        unreadable = false;
    }

    /** From now on that task's receipt alone cannot be read. */
    public void garbled(TaskId taskId) {
        garbled.add(taskId);
    }

    /** From now on it is never said whether that task has a receipt. */
    public void silent(TaskId taskId) {
        silent.add(taskId);
    }

    public Optional<Receipt> receipt(TaskId taskId) {
        return Optional.ofNullable(receipts.get(taskId))
                .filter(receipt ->
                        receipt.expiresAt().map(clock.instant()::isBefore).orElse(true));
    }

    /** Somebody else holds the lease, from now on. */
    public void takenByAnother(TaskId taskId) {
        owners.put(taskId, new Owner("another node", clock.in(Duration.ofDays(1_000))));
    }

    /** Whoever holds the lease has lost it, as if it had not been renewed in time. */
    public void leaseEnded(TaskId taskId) {
        owners.remove(taskId);
    }

    /** Whether that lease is the one that is held now, without asking. */
    public boolean isHeldBy(Lease lease) {
        Owner owner = owners.get(((Held) lease).taskId);
        return owner != null && owner.token() == lease && !owner.end().passed();
    }

    /** They give it back, having written that receipt. */
    public void givenBack(Receipt receipt) {
        owners.remove(receipt.taskId());
        receipts.put(receipt.taskId(), receipt);
    }

    @Override
    public Future<Optional<Receipt>> find(TaskId taskId) {
        if (silent.contains(taskId)) {
            return Future.future(never -> {});
        }
        return unreadable || garbled.contains(taskId)
                ? Future.failedFuture("unreadable")
                : Future.succeededFuture(receipt(taskId));
    }

    @Override
    public Failure explain(Throwable cause) {
        return OUT;
    }

    @Override
    public Future<Optional<Lease>> take(Receipt intent, Optional<Receipt> seen) {
        Future<Optional<Lease>> answer = answered(intent, seen);
        if (lateness.isZero()) {
            return answer;
        }
        Future<Void> until = clock.after(lateness);
        lateness = Duration.ZERO;
        return until.compose(late -> answer);
    }

    private Future<Optional<Lease>> answered(Receipt intent, Optional<Receipt> seen) {
        if (unwritable || failingTakes > 0) {
            failingTakes--;
            return Future.failedFuture(new NotTaken(new IllegalStateException("unwritable")));
        }
        Future<Optional<Lease>> answer = heard(() -> taken(intent, seen));
        return lostTakes-- > 0 ? Future.failedFuture("the answer got lost") : answer;
    }

    /** What happens when the next lease is asked for. */
    public void onTake(Runnable happening) {
        atTake = happening;
    }

    private Optional<Lease> taken(Receipt intent, Optional<Receipt> seen) {
        atTake.run();
        atTake = () -> {};
        Due noted = note(intent.taskId(), LEASE);
        if (isWaitedFor(intent.taskId()) || !mark(receipt(intent.taskId())).equals(mark(seen))) {
            return Optional.empty();
        }
        journal.add("intent " + intent.taskId());
        Held lease = new Held(noted, intent.deletionId(), receipt(intent.taskId()));
        owners.put(intent.taskId(), new Owner(lease, clock.in(LEASE)));
        receipts.put(intent.taskId(), intent);
        return Optional.of(lease);
    }

    /** What a receipt is known again by. */
    private static Optional<List<Object>> mark(Optional<Receipt> receipt) {
        return receipt.map(seen -> List.of(seen.deletionId(), seen.state(), seen.passes(), seen.expiresAt()));
    }

    @Override
    public Future<Boolean> held(TaskId taskId) {
        return heard(() -> isWaitedFor(taskId));
    }

    private boolean isWaitedFor(TaskId taskId) {
        Owner owner = owners.get(taskId);
        return owner != null && isHeld(taskId) && !forgone.contains(owner.token());
    }

    @Override
    public Future<Boolean> withdraw(Receipt intent, Optional<Receipt> seen) {
        return withdrawn(() -> {
            boolean there = isThere(intent.taskId(), intent.deletionId());
            if (there && !hasBeenReleased(intent.taskId(), seen)) {
                putBack(intent.taskId(), seen);
                seen.filter(Receipt::open).ifPresent(left -> note(intent.taskId(), LEASE));
            }
            return there;
        });
    }

    private Future<Boolean> withdrawn(Supplier<Boolean> answer) {
        if (failingWithdrawals > 0) {
            failingWithdrawals--;
            return Future.failedFuture("not withdrawn");
        }
        return Future.succeededFuture(answer.get());
    }

    /** Whether that deletion's intent is the task's receipt, and nobody else holds the lease. */
    private boolean isThere(TaskId taskId, String deletionId) {
        Owner owner = owners.get(taskId);
        boolean ours = owner != null && owner.token() instanceof Held held && held.deletionId.equals(deletionId);
        return ours || (!isHeld(taskId) && id(taskId).equals(Optional.of(deletionId)));
    }

    /** Then an open receipt that it has replaced is not put back. */
    private boolean hasBeenReleased(TaskId taskId, Optional<Receipt> earlier) {
        boolean released = receipt(taskId)
                .filter(now -> now.state() != Receipt.State.RUNNING)
                .isPresent();
        return released
                && earlier.filter(receipt -> receipt.expiresAt().isEmpty()).isPresent();
    }

    private Optional<String> id(TaskId taskId) {
        return receipt(taskId).map(Receipt::deletionId);
    }

    private void putBack(TaskId taskId, Optional<Receipt> receipt) {
        owners.remove(taskId);
        receipt.ifPresentOrElse(left -> receipts.put(taskId, left), () -> receipts.remove(taskId));
    }

    private <T> Future<T> heard(Supplier<T> answer) {
        if (unheard > 0) {
            unheard--;
            return Future.future(never -> {});
        }
        return Future.succeededFuture(answer.get());
    }

    /** Whether anybody holds the task's lease, without asking. */
    public boolean isHeld(TaskId taskId) {
        Owner owner = owners.get(taskId);
        return owner != null && !owner.end().passed();
    }

    @Override
    public Future<List<Due>> due() {
        if (unreadable) {
            return Future.failedFuture("unreadable");
        }
        return Future.succeededFuture(open.entrySet().stream()
                .filter(entry -> entry.getValue().passed())
                .sorted(Comparator.comparingLong(entry -> entry.getValue().at()))
                .limit(SOME)
                .map(entry -> entry(entry.getKey()))
                .toList());
    }

    /** Puts the task on the list of open deletions, as whoever takes a lease does. */
    public Due note(TaskId taskId, Duration time) {
        open.put(taskId, clock.in(time));
        return entry(taskId);
    }

    @Override
    public Future<Void> postpone(Due due, Duration time) {
        if (entry(due.taskId()).equals(due) && open.containsKey(due.taskId())) {
            note(due.taskId(), time);
        }
        return Future.succeededFuture();
    }

    private Due entry(TaskId taskId) {
        Deadline at = open.get(taskId);
        return new Due(taskId, at == null ? "" : Long.toString(at.at()));
    }

    @Override
    public Future<Void> close(Due due) {
        if (entry(due.taskId()).equals(due)) {
            open.remove(due.taskId());
        }
        return Future.succeededFuture();
    }

    /** All of it is gone, as after a restart without persistence. */
    public void flush() {
        receipts.clear();
        owners.clear();
        open.clear();
    }

    /** The tasks that somebody must look after again. */
    public Set<TaskId> open() {
        return Set.copyOf(open.keySet());
    }

    /** A node took the lease and wrote the intent, and crashed; its lease has run out. */
    public void crashed(Receipt intent, Duration due) {
        receipts.put(intent.taskId(), intent);
        open.put(intent.taskId(), clock.in(due));
    }

    private final class Held implements Lease {
        private final Due noted;
        private final TaskId taskId;
        private final String deletionId;
        private final Optional<Receipt> before;

        private Held(Due noted, String deletionId, Optional<Receipt> before) {
            this.noted = noted;
            this.taskId = noted.taskId();
            this.deletionId = deletionId;
            this.before = before;
        }

        @Override
        public Future<Boolean> renew() {
            journal.add("renew " + taskId);
            return heard(this::renewed);
        }

        private boolean renewed() {
            boolean mine = mine();
            if (mine) {
                owners.put(taskId, new Owner(this, clock.in(LEASE)));
            }
            return mine;
        }

        @Override
        public Future<Boolean> settle(Receipt receipt, Optional<Duration> due) {
            if (unwritable) {
                return Future.failedFuture("unwritable");
            }
            boolean mine = mine();
            if (mine) {
                end(Optional.of(receipt), due);
            }
            return Future.succeededFuture(mine);
        }

        @Override
        public void forgo() {
            forgone.add(this);
        }

        @Override
        public Future<Boolean> release() {
            boolean mine = mine();
            if (mine) {
                owners.remove(taskId);
            }
            return Future.succeededFuture(mine);
        }

        @Override
        public Future<Boolean> withdraw() {
            return withdrawn(() -> {
                if (isThere(taskId, deletionId)) {
                    if (!hasBeenReleased(taskId, before)) {
                        end(before, before.filter(Receipt::open).map(left -> LEASE));
                    }
                    return true;
                }
                return !isHeld(taskId) && id(taskId).equals(before.map(Receipt::deletionId));
            });
        }

        private void end(Optional<Receipt> receipt, Optional<Duration> due) {
            putBack(taskId, receipt);
            due.ifPresentOrElse(after -> open.put(taskId, clock.in(after)), () -> close(noted));
            journal.add("settle " + taskId);
        }

        private boolean mine() {
            return isHeldBy(this);
        }
    }
}
