package io.tasksweep.observe;

import io.tasksweep.codec.DeletionJson;
import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.domain.AuditEntry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One JSON line for each request, refused ones too, in a file of its own or on standard output. Written at once and not behind a
 * queue, so that what was answered is recorded: a line is small, and the page cache takes it.
 */
public final class AuditLog implements AuditTrail {
    /** Stands for standard output in the settings. */
    public static final String STANDARD_OUTPUT = "-";

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private final OutputStream out;
    private final Clock clock;
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean healthy = true;

    private AuditLog(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /**
     * Opens the log for appending.
     *
     * @throws IOException if the file cannot be opened
     */
    public static AuditLog to(String file, Clock clock) throws IOException {
        return new AuditLog(
                file.equals(STANDARD_OUTPUT)
                        ? new java.io.FileOutputStream(java.io.FileDescriptor.out)
                        : Files.newOutputStream(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                clock);
    }

    @Override
    public void record(AuditEntry entry) {
        if (!written(json(entry))) {
            lost.incrementAndGet();
        }
    }

    private boolean written(JsonObject line) {
        byte[] bytes = (line.encode() + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            try {
                out.write(bytes);
                out.flush();
                healthy = true;
            } catch (IOException full) {
                healthy = false;
                LOG.error("The audit log cannot be written: {}", full.getMessage());
            }
        }
        return healthy;
    }

    /** Tries again once writing has failed: without requests nothing else would find out that it works again. */
    @Override
    public boolean healthy() {
        return healthy
                || written(new JsonObject()
                        .put("audit", "resumed")
                        .put("time", DeletionJson.instant(clock.instant()))
                        .put("lost", lost.get()));
    }

    /** How many entries could not be written since the start. */
    public long lost() {
        return lost.get();
    }

    private JsonObject json(AuditEntry entry) {
        JsonObject json = new JsonObject()
                .put("audit", "task.delete")
                .put("time", DeletionJson.instant(clock.instant()))
                .put("request_id", entry.requestId())
                .put("actor", entry.actor())
                .put("task_id", plain(entry.taskId()));
        entry.force().ifPresent(force -> json.put("force", force));
        json.put("decision", entry.decision());
        entry.result()
                .ifPresent(result -> json.put("deletion_id", result.deletionId())
                        .put("status", result.status().label())
                        .put("results", DeletionJson.outcomes(result.outcomes())));
        return json.put("state_unknown", entry.stateUnknown())
                .put("duration_ms", entry.duration().toMillis());
    }

    /** JSON escapes what could break a line; this keeps the rest from fooling a reader's eye or terminal. */
    private static String plain(String sent) {
        return sent.replaceAll("[^\\p{ASCII}]|\\p{Cntrl}", "?");
    }
}
