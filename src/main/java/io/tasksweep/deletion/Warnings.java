package io.tasksweep.deletion;

import io.tasksweep.domain.Warning;

/** Warnings to callers about our own record-keeping. */
final class Warnings {
    static final Warning NO_INTENT = new Warning(
            Warning.Kind.NO_INTENT,
            "No intent could be written: should the service stop now, only a repeat of the request finishes the deletion.");

    static final Warning NO_RECEIPT = new Warning(
            Warning.Kind.NO_RECEIPT,
            "The receipt could not be written, or somebody else has gone on meanwhile: ask for the receipt to see what is known.");

    private Warnings() {}
}
