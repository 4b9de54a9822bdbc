package io.tasksweep.domain;

/**
 * One run of deleting a task, as the stores see it.
 *
 * @param id names the run in answers, in the receipt and in the quarantine
 * @param deadline when the stores should stop and report what they have done
 */
public record Deletion(TaskId taskId, String id, Deadline deadline) {
    /** The same run with another limit. */
    public Deletion until(Deadline other) {
        return new Deletion(taskId, id, other);
    }
}
