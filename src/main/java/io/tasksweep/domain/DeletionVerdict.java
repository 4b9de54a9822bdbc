package io.tasksweep.domain;

import java.util.function.Function;

/** The answer to a request: carried out, or why not. */
public sealed interface DeletionVerdict {
    <T> T fold(Function<Completed, T> completed, Function<Refused, T> refused);

    /** Carried out, by this request or by one that it joined. */
    record Completed(DeletionResult result, boolean joined) implements DeletionVerdict {
        @Override
        public <T> T fold(Function<Completed, T> completed, Function<Refused, T> refused) {
            return completed.apply(this);
        }
    }

    /** Not carried out; see {@link Refusal} for what may have been done nevertheless. */
    record Refused(Refusal refusal) implements DeletionVerdict {
        @Override
        public <T> T fold(Function<Completed, T> completed, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }
}
