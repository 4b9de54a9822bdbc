package io.tasksweep.deletion;

import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Finishes work that no caller waits for any more: deletions that a crash cut off or that left something outstanding, and second passes.
 * Runs on every node; the lease decides which node does the work. Must be started on one event loop, the one of the deletions.
 */
public final class Sweeper {
    private static final Duration EVERY = Duration.ofSeconds(2);

    /** How long to wait until the list of due tasks has been read, and until one of its entries has been updated. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How many run at once: enough that a slow one delays few others, few enough to leave resources for requests. */
    private static final int MOST = 4;

    private final OpenDeletions open;
    private final Resumption resumption;
    private final SweepListener listener;
    private final Clock clock;
    private final Duration longest;
    private final Map<TaskId, Future<Void>> running = new LinkedHashMap<>();
    private final Queue<OpenDeletions.Due> waiting = new ArrayDeque<>();
    private boolean stopped;

    /** @param longest how long one task may take before the next one gets its turn */
    public Sweeper(OpenDeletions open, Resumption resumption, SweepListener listener, Clock clock, Duration longest) {
        this.open = open;
        this.resumption = resumption;
        this.listener = listener;
        this.clock = clock;
        this.longest = longest;
    }

    /** Sweeps from now on, pausing {@code 2 s} before each sweep; whatever fails is retried by the next one. */
    public void start() {
        clock.after(EVERY).onSuccess(ignored -> {
            if (!stopped) {
                sweep().onComplete(looked -> start());
            }
        });
    }

    /** Starts nothing more; succeeds when all running work has ended. */
    public Future<Void> stop() {
        stopped = true;
        return Future.join(running.values().stream().toList()).mapEmpty();
    }

    /** Takes up the tasks that are due and not already being worked on. */
    private Future<Void> sweep() {
        return clock.limit(open.due(), PATIENCE)
                .onSuccess(ignored -> listener.seeing())
                .onFailure(listener::blind)
                .onSuccess(due -> {
                    waiting.clear();
                    waiting.addAll(due);
                    next();
                })
                .mapEmpty();
    }

    private void next() {
        while (!stopped && running.size() < MOST && !waiting.isEmpty()) {
            OpenDeletions.Due due = waiting.remove();
            if (!running.containsKey(due.taskId())) {
                begin(due);
            }
        }
    }

    private void begin(OpenDeletions.Due due) {
        Future<Resumption.Entry> taken =
                Future.<Void>succeededFuture().compose(ignored -> resumption.takeUp(due.taskId()));
        Future<Void> ended = clock.limit(taken, longest)
                .onFailure(cause -> listener.postponed(due.taskId(), cause))
                .otherwise(cause -> cause instanceof PutOff ? Resumption.Entry.MUCH_LATER : Resumption.Entry.LATER)
                .compose(entry -> noted(due, entry));
        running.put(due.taskId(), ended);
        ended.onComplete(ignored -> {
            running.remove(due.taskId());
            next();
        });
    }

    /** Failing to update the entry does no harm: it stays due. */
    private Future<Void> noted(OpenDeletions.Due due, Resumption.Entry entry) {
        Future<Void> note = switch (entry) {
            case SETTLED -> Future.succeededFuture();
            case LATER -> open.postpone(due, Leases.LIFE); // by then a crashed node's lease has run out
            case MUCH_LATER -> open.postpone(due, DeletionPolicy.RETRY);
            case NEEDLESS -> open.close(due);
        };
        return clock.limit(note, PATIENCE).otherwiseEmpty();
    }
}
