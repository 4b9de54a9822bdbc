package io.tasksweep.auth;

/** What a token may permit. */
public enum Scope {
    TASKS_DELETE("tasks:delete"),
    TASKS_DELETE_FORCE("tasks:delete:force"),
    TASKS_READ("tasks:read");

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    /** As written in a token; compared exactly. */
    public String word() {
        return word;
    }
}
