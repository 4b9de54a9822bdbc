package io.tasksweep.domain;

import java.util.List;

/** The three stores' outcomes in one word. Always derived, never stored. */
public enum OverallStatus implements Labelled {
    SUCCESS,
    PARTIAL_FAILED,
    FAILED;

    public static OverallStatus of(List<ResourceOutcome> outcomes) {
        if (outcomes.stream().noneMatch(ResourceOutcome::isFailed)) {
            return SUCCESS;
        }
        return outcomes.stream().anyMatch(ResourceOutcome::isDeleted) ? PARTIAL_FAILED : FAILED;
    }
}
