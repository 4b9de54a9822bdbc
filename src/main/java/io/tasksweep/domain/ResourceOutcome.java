package io.tasksweep.domain;

import java.util.function.Function;

/** What one store says at the end of a deletion. */
public sealed interface ResourceOutcome {
    ResourceKind kind();

    /** The only way to tell the three apart: a fourth case would not compile until every caller answers it. */
    <T> T fold(Function<Deleted, T> deleted, Function<Skipped, T> skipped, Function<Failed, T> failed);

    default boolean isFailed() {
        return this.<Boolean>fold(deleted -> false, skipped -> false, failed -> true);
    }

    default boolean isDeleted() {
        return this.<Boolean>fold(deleted -> true, skipped -> false, failed -> false);
    }

    /** What this run removed. */
    default Counts gone() {
        return fold(Deleted::counts, skipped -> Counts.NONE, Failed::counts);
    }

    /** Gone, and seen to be gone. */
    record Deleted(ResourceKind kind, Counts counts) implements ResourceOutcome {
        @Override
        public <T> T fold(Function<Deleted, T> deleted, Function<Skipped, T> skipped, Function<Failed, T> failed) {
            return deleted.apply(this);
        }
    }

    /** The store answered that it holds nothing of the task. */
    record Skipped(ResourceKind kind) implements ResourceOutcome {
        @Override
        public <T> T fold(Function<Deleted, T> deleted, Function<Skipped, T> skipped, Function<Failed, T> failed) {
            return skipped.apply(this);
        }
    }

    /** Something is left, or nobody knows; the counts say what was removed all the same. */
    record Failed(ResourceKind kind, Counts counts, Failure failure) implements ResourceOutcome {
        @Override
        public <T> T fold(Function<Deleted, T> deleted, Function<Skipped, T> skipped, Function<Failed, T> failed) {
            return failed.apply(this);
        }
    }
}
