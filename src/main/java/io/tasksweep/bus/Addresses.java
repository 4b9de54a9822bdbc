package io.tasksweep.bus;

/** The event bus addresses, and the headers of their messages. */
public final class Addresses {
    /** Request: {@code {"task_id": …, "force": …}}. Reply: the result, or a failure with the HTTP status and the problem JSON. */
    public static final String DELETE = "tasksweep.delete";
    /** Published: what happens to tasks. */
    public static final String EVENTS = "tasksweep.events";

    static final String AUTHORIZATION = "authorization";
    static final String REQUEST_ID = "x-request-id";

    private Addresses() {}
}
