package io.tasksweep.domain;

import java.util.function.Function;

/** The outcome of a deletion for one store. */
public sealed interface ResourceOutcome {
    ResourceKind kind();

    /** The only way to tell the three cases apart: a fourth would not compile until every caller handles it. */
    <T> T fold(Function<Deleted, T> deleted, Function<Skipped, T> skipped, Function<Failed, T> failed);

    /** The outcome in one word, as it is written. */
    default String label() {
        return fold(deleted -> "deleted", skipped -> "skipped", failed -> "failed");
    }

    default boolean isFailed() {
        return this.<Boolean>fold(deleted -> false, skipped -> false, failed -> true);
    }

    default boolean isDeleted() {
        return this.<Boolean>fold(deleted -> true, skipped -> false, failed -> false);
    }

    /** Whether what is there was left to a new task, or to one that has become active again. */
    default boolean isLeftToAnIntruder() {
        return this.<Boolean>fold(
                deleted -> false, skipped -> false, failed -> DeletionRules.isIntruder(failed.failure()));
    }

    /** What this run removed. */
    default Counts gone() {
        return fold(Deleted::counts, skipped -> Counts.NONE, Failed::counts);
    }

    /** Removed, and verified to be gone. */
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

    /** Something is left, or whether anything is left is unknown; the counts say what was removed nevertheless. */
    record Failed(ResourceKind kind, Counts counts, Failure failure) implements ResourceOutcome {
        @Override
        public <T> T fold(Function<Deleted, T> deleted, Function<Skipped, T> skipped, Function<Failed, T> failed) {
            return failed.apply(this);
        }
    }
}
