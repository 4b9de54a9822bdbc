package io.tasksweep.http;

import java.time.Duration;

/**
 * How long a client may take to say what it wants.
 *
 * @param head the first request's line and headers, from the moment of connecting
 * @param body what follows them, all of it
 * @param next the next request on the same connection, from the last answer on
 */
record Patience(Duration head, Duration body, Duration next) {
    /** Ample for 12 KB over any line that a service is called on, and too short for connections to pile up. */
    static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(75));
}
