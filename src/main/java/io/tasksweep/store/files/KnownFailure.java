package io.tasksweep.store.files;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import java.io.IOException;

/** An outage or a refusal whose meaning is known where it occurs, so that nobody has to guess it from the text later. */
final class KnownFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    KnownFailure(FailureCode code, String message) {
        super(message);
        failure = new Failure(code, message);
    }

    Failure failure() {
        return failure;
    }
}
