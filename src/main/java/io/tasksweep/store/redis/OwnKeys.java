package io.tasksweep.store.redis;

import io.tasksweep.domain.TaskId;
import java.nio.charset.StandardCharsets;

/** The service's own keys. The braces are part of the key: in a cluster they put a task's keys on one node. */
final class OwnKeys {
    static final String PREFIX = "tasksweep:";
    private static final byte[] PREFIX_BYTES = PREFIX.getBytes(StandardCharsets.US_ASCII);

    /** Unfinished deletions: task ids by the time, in milliseconds since 1970, at which somebody should look after them. */
    static final String OPEN = PREFIX + "open";

    private OwnKeys() {}

    static String receipt(TaskId taskId) {
        return PREFIX + "receipt:{" + taskId + "}";
    }

    static String lease(TaskId taskId) {
        return PREFIX + "lease:{" + taskId + "}";
    }

    /** Whether the key is the service's own. Such a key is never taken for a task's, whatever the task's id. */
    static boolean isOwn(byte[] key) {
        return KeyShape.standsAt(PREFIX_BYTES, key, 0);
    }
}
