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

/** What one pass over a task's objects has seen and done: sums only, however many they are. Of one thread. */
final class Pass {
    /** After one of these the next request would fail in the same way. */
    private static final Set<FailureCode> ENDS_IT = Set.of(
            FailureCode.UNAVAILABLE, FailureCode.TIMEOUT, FailureCode.BAD_CREDENTIALS, FailureCode.BUCKET_MISSING);

    /** A server that makes up codes gets no further ones into the log. */
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

    /** Sent, and nobody knows what became of it: the next pass shows. */
    void unanswered(Entry entry) {
        add(unanswered, entry);
    }

    void failed(FailureCode code, Entry entry) {
        notes.add(code, entry);
    }

    /** No request of the client can name it. */
    void unnamed(Entry entry) {
        notes.addUnnamed(entry);
    }

    void failed(Failure failure) {
        notes.add(failure);
    }

    /** A code that means nothing to callers: they are told that the log has it, which has it once, however many entries it is about. */
    void unforeseen(String code) {
        if (unforeseen.size() < MOST_UNFORESEEN && unforeseen.add(code)) {
            MinioFailures.tellLog(code);
        }
    }

    /** For another pass: they came while this one was under way. */
    void leave(List<Entry> entries) {
        listed(entries);
        left = true;
    }

    /** One sort of listing broke off. */
    void brokeOff(RuntimeException cause) {
        Failure failure = MinioFailures.explain(cause);
        notes.add(failure);
        ended |= ENDS_IT.contains(failure.code());
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether all that was asked for has been answered, and was nothing. */
    boolean sawNoneLeft() {
        return listed == 0 && !hasFailed();
    }

    /** Whether another pass can get further than this one. */
    boolean isWorthAnother() {
        return !ended && (left || !gone.isEmpty() || !unanswered.isEmpty());
    }

    /** Whether both saw the very same entries: whatever the server said of removing them, it did nothing. */
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
