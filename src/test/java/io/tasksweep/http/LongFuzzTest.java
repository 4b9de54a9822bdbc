package io.tasksweep.http;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A hundred thousand inputs, which take a while. */
@Tag("faults")
class LongFuzzTest {
    @Test
    void ofAHundredThousandInputsNoneIsAnErrorOfOurs() {
        FuzzTest.fuzz(1, 100_002);
    }
}
