package io.tasksweep.store.minio;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one pass over a task's objects has seen and done. Keeps only sums, however many objects there are. For one thread. */
final class Pass {
    /** After one of these failures the next request would fail in the same way. */
    private static final Set<FailureCode> ENDS_IT = Set.of(
            FailureCode.UNAVAILABLE, FailureCode.TIMEOUT, FailureCode.BAD_CREDENTIALS, FailureCode.BUCKET_MISSING);

    /** Limits how many different codes a server that makes them up can get into the log. */
    private static final int MOST_UNFORESEEN = 8;

    private final FailureNotes notes;
    private final Set<String> unforeseen = new HashSet<>();
    private final Map<Unit, Long> gone = new EnumMap<>(Unit.class);
    private final Map<Unit, Long> unanswered = new EnumMap<>(Unit.class);
    private long listed;
    private long fingerprint;
    private boolean left;
    private boolean ended;

    Pass(String prefix) {
        notes = new FailureNotes(prefix);
    }

    void listed(List<Entry> entries) {
        listed += entries.size();
        entries.forEach(entry -> fingerprint += entry.hashCode());
    }

    void gone(Entry entry) {
        add(gone, entry);
    }

    /** The removal was sent, but its outcome is unknown; the next pass shows it. */
    void unanswered(Entry entry) {
        add(unanswered, entry);
    }

    void failed(FailureCode code, Entry entry) {
        notes.add(code, entry);
    }

    /** The client cannot name the entry in any request. */
    void unnamed(Entry entry) {
        notes.addUnnamed(entry);
    }

    void failed(Failure failure) {
        notes.add(failure);
    }

    /**
     * Logs a code that means nothing to callers, who are only referred to the log. The log has the code once, however many entries it
     * is about.
     */
    void unforeseen(String code) {
        if (unforeseen.size() < MOST_UNFORESEEN && unforeseen.add(code)) {
            MinioFailures.tellLog(code);
        }
    }

    /** Leaves entries to another pass, since they appeared during this one. */
    void leave(List<Entry> entries) {
        listed(entries);
        left = true;
    }

    /** A listing, or the reading of an answer, broke off. */
    void brokeOff(RuntimeException cause) {
        Failure failure = MinioFailures.explain(cause);
        notes.add(failure);
        ended |= ENDS_IT.contains(failure.code());
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether every request has been answered, and nothing was listed. */
    boolean sawNoneLeft() {
        return listed == 0 && !hasFailed();
    }

    /** Whether another pass can get further than this one. */
    boolean isWorthAnother() {
        return !ended && (left || !gone.isEmpty() || !unanswered.isEmpty());
    }

    /** Whether both passes saw exactly the same entries; then the server removed nothing, whatever it said. */
    boolean sawTheSameAs(Pass other) {
        return listed == other.listed && fingerprint == other.fingerprint;
    }

    Counts gone() {
        return new Counts(gone);
    }

    Counts unanswered() {
        return new Counts(unanswered);
    }

    boolean hasFailed() {
        return !failures().isEmpty();
    }

    List<Failure> failures() {
        return notes.failures();
    }

    private static void add(Map<Unit, Long> sums, Entry entry) {
        sums.merge(entry.unit(), 1L, Long::sum);
        sums.merge(Unit.BYTES, entry.size(), Long::sum);
    }
}
