package io.tasksweep.domain;

import java.util.Locale;

/** The meaning of a status in a task's state. The words are those of the platforms whose tasks are deleted. */
public enum StatusWord {
    FINISHED,
    WAITING,
    WORKING,
    /** Any other word: it may mean that a worker is active. */
    UNKNOWN;

    /** Compared without case. */
    public static StatusWord of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "completed", "success", "succeeded", "failed", "error", "cancelled", "canceled", "skipped" -> FINISHED;
            case "pending", "queued", "scheduled", "created" -> WAITING;
            case "running", "in_progress", "started", "processing", "retrying" -> WORKING;
            default -> UNKNOWN;
        };
    }
}
