package io.tasksweep.observe;

import io.tasksweep.codec.DeletionJson;
import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.deletion.Clock;
import io.tasksweep.domain.AuditEntry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One JSON line for each request, including refused ones, in a file of its own or on standard output. A single thread writes the
 * lines in the order of the decisions. An answer waits for its line, but only for a moment: normally what was answered is recorded,
 * and a disk that hangs fills the queue without holding anybody up.
 */
public final class AuditLog implements AuditTrail {
    /** Stands for standard output in the settings. */
    public static final String STANDARD_OUTPUT = "-";

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final int MOST_WAITING = 4_096; // about 4 MB

    private static final long CLOSE_SECONDS = 2;
    private static final long HANGING_NANOS = 1_000_000_000L;

    /** An answer has a second beyond the deletion's own time, of which the deletion needs 600 ms to say how it ended. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final AuditOutput out;
    private final Clock clock;
    private final ThreadPoolExecutor writer;
    private final Promise<Void> ended = Promise.promise();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicBoolean trying = new AtomicBoolean();

    /** When the writer began the line that it is writing; empty between two lines. */
    private volatile OptionalLong writingSince = OptionalLong.empty();

    private volatile boolean healthy = true;

    private AuditLog(AuditOutput out, Clock clock, int mostWaiting) {
        this.out = out;
        this.clock = clock;
        this.writer = new Writer(mostWaiting);
    }

    /** The only thread that writes; completes {@code ended} once everything that it was given is done. */
    private final class Writer extends ThreadPoolExecutor {
        private Writer(int mostWaiting) {
            super(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(mostWaiting),
                    task -> new Thread(task, "tasksweep-audit"));
        }

        @Override
        protected void terminated() {
            try {
                out.close();
                ended.complete();
            } catch (IOException unwritten) {
                ended.fail(unwritten);
            }
        }
    }

    /**
     * Opens the log for appending.
     *
     * @throws IOException if the file cannot be opened
     */
    public static AuditLog to(String file, Clock clock) throws IOException {
        return to(file, clock, MOST_WAITING);
    }

    static AuditLog to(String file, Clock clock, int mostWaiting) throws IOException {
        AuditOutput out = file.equals(STANDARD_OUTPUT) ? AuditOutput.standard() : AuditOutput.to(Path.of(file));
        return new AuditLog(out, clock, mostWaiting);
    }

    @Override
    public Future<Boolean> record(AuditEntry entry) {
        return clock.limit(written(json(entry)), PATIENCE)
                .onFailure(late -> healthy())
                .otherwise(false);
    }

    private Future<Boolean> written(JsonObject line) {
        Promise<Boolean> written = Promise.promise();
        String text = line.encode();
        try {
            writer.execute(() -> written.complete(write(text)));
        } catch (RejectedExecutionException full) {
            written.complete(failed("its queue is full, or the service ends"));
        }
        return written.future();
    }

    private boolean write(String line) {
        try {
            put(line);
            healthy = true;
            return true;
        } catch (IOException full) {
            return failed(String.valueOf(full.getMessage()));
        }
    }

    private void put(String line) throws IOException {
        writingSince = OptionalLong.of(System.nanoTime());
        try {
            out.write(line);
        } finally {
            writingSince = OptionalLong.empty();
        }
    }

    /** Whether a line has been under way for so long that nobody knows whether it will ever be written. */
    private boolean hangs() {
        OptionalLong since = writingSince;
        return since.isPresent() && System.nanoTime() - since.getAsLong() > HANGING_NANOS;
    }

    private boolean failed(String why) {
        boolean first = lost.getAndIncrement() == 0;
        if (healthy || first) {
            healthy = false;
            LOG.warn("The audit log cannot be written: {}", why);
        }
        return false;
    }

    /** Also retries after a failed write: without requests, nothing else would find out that writing works again. */
    @Override
    public boolean healthy() {
        if (healthy && hangs()) {
            healthy = false;
            LOG.warn("The audit log hangs: a line has not been written for more than a second");
        }
        if (!healthy && trying.compareAndSet(false, true)) {
            tryAgain();
        }
        return healthy;
    }

    private void tryAgain() {
        try {
            writer.execute(() -> {
                resume();
                trying.set(false);
            });
        } catch (RejectedExecutionException full) {
            trying.set(false);
        }
    }

    private void resume() {
        JsonObject line = new JsonObject()
                .put("audit", "resumed")
                .put("time", DeletionJson.instant(clock.instant()))
                .put("lost", lost.get());
        try {
            put(line.encode());
            healthy = true;
        } catch (IOException still) {
            healthy = false;
        }
    }

    /** How many entries could not be written since the start. */
    public long lost() {
        return lost.get();
    }

    /** Succeeds once everything recorded before is written; entries that come later are lost and counted. */
    public Future<Void> close() {
        writer.shutdown();
        return ended.future().timeout(CLOSE_SECONDS, TimeUnit.SECONDS).onFailure(late -> tellLost());
    }

    private void tellLost() {
        int waiting = writer.getQueue().size() + writer.getActiveCount() - (trying.get() ? 1 : 0);
        if (waiting > 0) {
            LOG.warn("The service ends although {} audit lines are not written", waiting);
        }
    }

    private JsonObject json(AuditEntry entry) {
        JsonObject json = new JsonObject()
                .put("audit", "task.delete")
                .put("time", DeletionJson.instant(clock.instant()))
                .put("request_id", entry.requestId())
                .put("actor", entry.actor())
                .put("task_id", plain(entry.taskId()));
        entry.force().ifPresent(force -> json.put("force", force));
        json.put("decision", entry.decision().label());
        entry.result()
                .ifPresent(result -> json.put("deletion_id", result.deletionId())
                        .put("status", result.status().label())
                        .put("results", DeletionJson.outcomes(result.outcomes())));
        return json.put("state_unknown", entry.stateUnknown())
                .put("duration_ms", entry.duration().toMillis());
    }

    /** JSON escapes what could break a line; this also replaces characters that could deceive a reader or a terminal. */
    private static String plain(String sent) {
        return sent.replaceAll("[^\\p{ASCII}]|\\p{Cntrl}", "?");
    }
}
