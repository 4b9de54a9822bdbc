package io.tasksweep.http;

/** The same where each event loop has a server, as on a fixed port: they count together, and each knows its own connections only. */
class FloodOnManyLoopsTest extends FloodTest {
    @Override
    int instances() {
        return 4;
    }
}
