package io.tasksweep.http;

import java.time.Duration;

/**
 * How long a client may take to send a request, and to take answers.
 *
 * @param header for the request line and headers of the first request, from the moment of connecting
 * @param body for the complete body, after the headers; and for taking answers, after the last of them
 * @param keepAlive for the request line and headers of the next request on the same connection, after the last answer
 */
record RequestTimeouts(Duration header, Duration body, Duration keepAlive) {
    /** Ample for 12 KB on any link over which a service is called, and too short for connections to pile up. */
    static final RequestTimeouts DEFAULT =
            new RequestTimeouts(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(75));
}
