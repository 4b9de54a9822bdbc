package io.tasksweep.domain;

/**
 * What Redis holds of a task.
 *
 * @param state what its records say
 * @param keys the records themselves
 */
public record Registered(TaskState state, Evidence keys) {
    public static final Registered NOTHING = new Registered(TaskState.NONE, Evidence.NOTHING);
}
