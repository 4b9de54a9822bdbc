package io.tasksweep.deletion.simulation;

import io.tasksweep.domain.ResourceKind;
import java.time.Duration;
import java.util.Optional;

/**
 * A step that deletes, with what was known when it was decided on.
 *
 * @param latest the latest task that it may delete, whatever is known
 * @param at when it was decided on
 * @param took when the node was given its lease; if none was to be had, when it was last asked for
 * @param before when the same deletion took the step before at that store; -1 if this is the first
 * @param asked when the state was last asked for
 * @param renewed whether the node has asked since the last answer whether it still holds its lease
 * @param spared whether that store must be left alone unless a task is known that may be deleted
 */
record DeletingStep(
        ResourceKind kind,
        Asker by,
        int latest,
        long at,
        long took,
        long before,
        long asked,
        Heard heard,
        boolean renewed,
        boolean spared) {
    /** A state that was read since is believed. */
    private static final long RECENT = Duration.ofSeconds(1).toNanos();

    /** Why the data of later tasks must not have been deleted; empty if nobody could know better, or need not. */
    Optional<String> reproach(Namesakes names) {
        if (!names.holdsLater(kind, latest)) {
            return Optional.empty();
        }
        if (spared) {
            return Optional.of("although it was seen empty, and nothing tells whose it is now");
        }
        long since = names.readableLater(kind, latest);
        return hasRead(since) ? Optional.of("although its state was read") : overlooked(since);
    }

    /** Not if that may have been another store's question, which has come after this one's. */
    private boolean hasRead(long since) {
        return since <= heard.read() && (before < 0 || since <= before);
    }

    /** Whether it has asked again, or need not: who waits for it can be told that the state cannot be read. */
    private boolean hasLookedSince(long moment) {
        return by.waitedFor() ? asked >= moment || heard.equals(Heard.NOTHING) : heard.asked() >= moment;
    }

    private Optional<String> overlooked(long since) {
        boolean old = since <= at - RECENT;
        if (since <= took && !hasLookedSince(took) && (old || !by.force())) {
            return Optional.of("although nobody has looked since the lease was taken");
        }
        if (since <= before && heard.asked() < before) {
            return Optional.of("although nobody has looked since the step before");
        }
        boolean keys = kind == ResourceKind.REDIS;
        boolean sure = !keys && !by.waitedFor() && before < 0; // it has asked right before
        boolean outdated = sure ? heard.arrived() < at : keys && old && heard.arrived() < at - RECENT;
        return since <= at && outdated && !renewed
                ? Optional.of("although nobody has looked for long")
                : Optional.empty();
    }
}
