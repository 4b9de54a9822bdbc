package io.tasksweep.deletion.simulation;

import io.tasksweep.domain.ResourceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A request, or a node's sweeper, and what it has learnt of whose the name is. */
final class Asker {
    private final boolean force;
    private final boolean waitedFor;
    private final long came;
    private final int found;
    private final List<Asker> joined = new ArrayList<>();
    private final Map<Place, Long> steps = new HashMap<>();
    private OptionalInt means = OptionalInt.empty();
    private int listed;
    private boolean decided;
    private long asked = -1;
    private long asksWhoDeletes = -1;
    private Heard heard = Heard.NOTHING;

    private record Place(String deletion, ResourceKind kind) {}

    private Asker(boolean force, boolean waitedFor, long came, int found) {
        this.force = force;
        this.waitedFor = waitedFor;
        this.came = came;
        this.found = found;
    }

    /** @param found the latest task that was there when it came, whether it can know of that or not */
    static Asker request(boolean force, long came, int found) {
        return new Asker(force, true, came, found);
    }

    /** It means no task but those that a receipt lists. */
    static Asker sweeper() {
        return new Asker(false, false, 0, 0);
    }

    int found() {
        return found;
    }

    /** It has joined one of those. */
    void joins(List<Asker> some) {
        joined.addAll(some);
    }

    /** When it came, or the first that it may have joined. */
    long since() {
        return joined.stream().mapToLong(Asker::since).reduce(came, Math::min);
    }

    boolean force() {
        return force;
    }

    /** Whether somebody waits for an answer; else it must be certain before it deletes. */
    boolean waitedFor() {
        return waitedFor;
    }

    /** @param listed the latest task that the receipt lists which it has found with the first state; 0 if there is none */
    void finds(int listed) {
        if (waitedFor && !decided) {
            this.listed = Math.max(this.listed, listed);
        }
    }

    /** The latest task that it means, or that somebody had asked to delete before; 0 if there is none yet. */
    int means() {
        return Math.max(means.orElse(0), listed);
    }

    /** When it last asked whether somebody deletes the task, or to do so itself. */
    long asksWhoDeletes() {
        return asksWhoDeletes;
    }

    void asksWhoDeletes(long now) {
        asksWhoDeletes = now;
        decided = means.isPresent();
    }

    long asked() {
        return asked;
    }

    Heard heard() {
        return heard;
    }

    void asks(long now) {
        asked = now;
    }

    void hears(Heard answer) {
        heard = heard.and(answer);
        if (waitedFor && means.isEmpty()) {
            int theirs = joined.stream().mapToInt(Asker::means).max().orElse(0);
            means = OptionalInt.of(looksItself() ? Math.max(answer.latest(), theirs) : theirs);
        }
    }

    /** Whether it means what it sees itself: nobody whom it may have joined has seen anything before, or it looks before it joins. */
    private boolean looksItself() {
        return joined.isEmpty() || joined.stream().anyMatch(other -> other.means.isEmpty() || (other.force && !force));
    }

    /** When that deletion took its last step at that store; -1 if it has taken none. */
    long steps(String deletion, ResourceKind kind, long now) {
        Long before = steps.put(new Place(deletion, kind), now);
        return before == null ? -1 : before;
    }
}
