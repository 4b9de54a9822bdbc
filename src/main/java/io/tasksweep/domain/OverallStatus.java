package io.tasksweep.domain;

import java.util.List;
import java.util.Locale;

/** The three stores' outcomes in one word. Always derived, never stored. */
public enum OverallStatus {
    SUCCESS,
    PARTIAL_FAILED,
    FAILED;

    /** As written in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static OverallStatus of(List<ResourceOutcome> outcomes) {
        if (outcomes.stream().noneMatch(ResourceOutcome::isFailed)) {
            return SUCCESS;
        }
        return outcomes.stream().anyMatch(ResourceOutcome::isDeleted) ? PARTIAL_FAILED : FAILED;
    }
}
