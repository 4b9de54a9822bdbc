package io.tasksweep.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FailureCodeTest {
    /** For each class of error, whether a plain repeat can make progress. */
    private static final Map<String, Boolean> TABLE = Map.ofEntries(
            Map.entry("timeout", true),
            Map.entry("unavailable", true),
            Map.entry("busy", true),
            Map.entry("out_of_memory", true),
            Map.entry("share_unavailable", true),
            Map.entry("not_empty", true),
            Map.entry("io_error", true),
            Map.entry("bad_answer", true),
            Map.entry("left_over", true),
            Map.entry("record_kept", true),
            Map.entry("internal", true),
            Map.entry("new_task", false),
            Map.entry("access_denied", false),
            Map.entry("bad_credentials", false),
            Map.entry("read_only", false),
            Map.entry("not_a_directory", false),
            Map.entry("mount_inside", false),
            Map.entry("outside_root", false),
            Map.entry("bucket_missing", false),
            Map.entry("object_locked", false),
            Map.entry("unsupported", false));

    @Test
    @Tag("I16")
    void eachCodeSaysWhetherARepeatHelpsAndNoneIsLeftOut() {
        assertThat(FailureCode.values()).hasSize(TABLE.size());
        for (FailureCode code : FailureCode.values()) {
            assertThat(code.retriable()).as(code.label()).isEqualTo(TABLE.get(code.label()));
            assertThat(Labelled.of(FailureCode.class, code.label())).hasValue(code);
        }
        assertThat(Labelled.of(FailureCode.class, "TIMEOUT")).isEmpty();
        assertThat(Labelled.of(FailureCode.class, "no such code")).isEmpty();
    }
}
