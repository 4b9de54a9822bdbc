package io.tasksweep.deletion.simulation;

import io.tasksweep.deletion.Lease;
import io.tasksweep.deletion.Leases;
import io.tasksweep.deletion.OpenDeletions;
import io.tasksweep.deletion.Receipts;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.tasksweep.testing.TestingRecords;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Leases, receipts and the list of open deletions as one node sees them. */
final class SimulatedRecords implements Leases, Receipts, OpenDeletions {
    private final SimulatedWorld world;
    private final SimulatedNode node;
    private final TestingRecords records;

    SimulatedRecords(SimulatedWorld world, SimulatedNode node) {
        this.world = world;
        this.node = node;
        this.records = world.records();
    }

    @Override
    public Future<Optional<Receipt>> find(TaskId taskId) {
        long asked = world.time().now();
        return node.wire()
                .call(
                        Operation.FIND_RECEIPT,
                        () -> records.find(taskId).result().map(SimulatedRecords::asRead),
                        found -> {
                            world.ledger().read(node, asked, found);
                            world.aims().finds(node, taskId, found);
                        });
    }

    /** Who reads a receipt gets the name in an instance of its own. */
    private static Receipt asRead(Receipt receipt) {
        return new Receipt(
                new TaskId(receipt.taskId().value()),
                receipt.deletionId(),
                receipt.state(),
                receipt.force(),
                receipt.actor(),
                receipt.startedAt(),
                receipt.finishedAt(),
                receipt.expiresAt(),
                receipt.outstanding(),
                receipt.lateWrites(),
                receipt.createdAt(),
                receipt.fence(),
                receipt.passes(),
                receipt.result());
    }

    @Override
    public Failure explain(Throwable cause) {
        return Wire.BROKEN;
    }

    @Override
    public Future<Optional<Lease>> take(Receipt intent, Optional<Receipt> seen) {
        world.aims().intends(node, intent, seen);
        Future<Optional<Lease>> answer = node.wire()
                .<Optional<Lease>>call(
                        Operation.TAKE,
                        () -> {
                            Optional<Lease> taken = records.take(intent, seen).result();
                            taken.ifPresent(lease -> node.took(world.time().now()));
                            return taken.map(SimulatedLease::new);
                        },
                        half -> {
                            records.note(intent.taskId(), TestingRecords.LEASE);
                            return Optional.empty();
                        },
                        taken -> taken.ifPresent(lease ->
                                node.owns(((SimulatedLease) lease).lease, intent.state() == Receipt.State.DONE)));
        return answer.onSuccess(taken -> {
            if (node.clock().hasGivenUp(answer)) {
                node.passesBy();
            }
        });
    }

    @Override
    public Future<Boolean> withdraw(Receipt intent, Optional<Receipt> seen) {
        return node.wire()
                .call(Operation.WITHDRAW, () -> records.withdraw(intent, seen).result(), done -> {});
    }

    @Override
    public Future<Boolean> held(TaskId taskId) {
        world.aims().asksWhoDeletes(node, taskId);
        return node.wire().call(Operation.HELD, () -> records.held(taskId).result(), held -> {});
    }

    @Override
    public Future<List<Due>> due() {
        return node.wire().call(Operation.DUE, () -> records.due().result(), due -> {});
    }

    @Override
    public Future<Void> postpone(Due due, Duration time) {
        return node.wire()
                .call(Operation.POSTPONE, () -> records.postpone(due, time).succeeded(), done -> {})
                .mapEmpty();
    }

    @Override
    public Future<Void> close(Due due) {
        return node.wire()
                .call(Operation.CLOSE, () -> records.close(due).succeeded(), closed -> {})
                .mapEmpty();
    }

    private final class SimulatedLease implements Lease {
        private final Lease lease;

        private SimulatedLease(Lease lease) {
            this.lease = lease;
        }

        @Override
        public Future<Boolean> renew() {
            node.renews();
            return node.wire().call(Operation.RENEW, () -> lease.renew().result(), held -> node.renewed(lease, held));
        }

        @Override
        public Future<Boolean> settle(Receipt receipt, Optional<Duration> due) {
            node.givesBack(lease);
            return node.wire()
                    .call(
                            Operation.SETTLE,
                            () -> lease.settle(receipt, due).result(),
                            half -> lease.settle(receipt, Optional.of(TestingRecords.LEASE))
                                    .result(), // noted no more
                            settled -> {});
        }

        /** This node waits for it like any other: nodes have one view of the records here. */
        @Override
        public void forgo() {}

        @Override
        public Future<Boolean> release() {
            node.givesBack(lease);
            return node.wire().call(Operation.RELEASE, () -> lease.release().result(), done -> {});
        }

        @Override
        public Future<Boolean> withdraw() {
            node.givesBack(lease);
            return node.wire().call(Operation.WITHDRAW, () -> lease.withdraw().result(), done -> {});
        }
    }
}
