package io.tasksweep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes that a test has started. */
public final class Signals {
    private Signals() {}

    /** Sends {@code STOP}, {@code CONT} or {@code TERM}; what the platform has methods for is not sent here. */
    public static void send(String signal, long pid) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("No signal " + signal + " to process " + pid);
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cause);
        }
    }
}
