package io.tasksweep.http;

import java.time.Duration;

/**
 * How long a client may take to send a request.
 *
 * @param head for the request line and headers of the first request, from the moment of connecting
 * @param body for the complete body, after the headers
 * @param next for the request line and headers of the next request on the same connection, after the last answer
 */
record Patience(Duration head, Duration body, Duration next) {
    /** Ample for 12 KB on any link over which a service is called, and too short for connections to pile up. */
    static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(75));
}
