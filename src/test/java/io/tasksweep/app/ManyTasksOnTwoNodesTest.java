package io.tasksweep.app;

import org.junit.jupiter.api.Tag;

/** The same with more tasks than two nodes take at once. */
@Tag("faults")
class ManyTasksOnTwoNodesTest extends TwoNodesTest {
    @Override
    int tasks() {
        return 200;
    }
}
