package io.tasksweep.store.minio;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The failures of one pass in bounded memory: one per code, with the first few names and the number of the others. */
final class FailureNotes {
    private static final int MOST_NAMES = 3;
    private static final Failure UNNAMED = new Failure(
            FailureCode.UNSUPPORTED, "The service's client cannot name this key in a request; remove it by hand.");

    private final String prefix;
    private final Map<FailureCode, Failure> whole = new EnumMap<>(FailureCode.class);
    private final Map<FailureCode, Note> single = new EnumMap<>(FailureCode.class);

    private final Note unnamed = new Note();

    FailureNotes(String prefix) {
        this.prefix = prefix;
    }

    /** Notes a failure of a whole request. */
    void add(Failure failure) {
        whole.putIfAbsent(failure.code(), failure);
    }

    /** Notes a failure of one entry. */
    void add(FailureCode code, Entry entry) {
        add(single.computeIfAbsent(code, first -> new Note()), entry);
    }

    /** Notes an entry for which nothing was sent, since the client cannot write its key into a request. */
    void addUnnamed(Entry entry) {
        add(unnamed, entry);
    }

    private void add(Note note, Entry entry) {
        note.count++;
        if (note.names.size() < MOST_NAMES) {
            note.names.add(Names.relative(prefix, entry.key()));
        }
    }

    List<Failure> failures() {
        Stream<Failure> ofEntries =
                single.entrySet().stream().map(noted -> noted.getValue().failure(MinioFailures.of(noted.getKey())));
        Stream<Failure> ofUnnamed =
                Stream.of(unnamed).filter(note -> note.count > 0).map(note -> note.failure(UNNAMED));
        return Stream.of(whole.values().stream(), ofEntries, ofUnnamed)
                .flatMap(failures -> failures)
                .toList();
    }

    private static final class Note {
        private final List<String> names = new ArrayList<>();
        private long count;

        private Failure failure(Failure why) {
            String more = count > names.size() ? " and " + (count - names.size()) + " more" : "";
            String which = " Left: " + String.join(", ", names) + more + ".";
            return new Failure(why.code(), why.message() + which, why.advice());
        }
    }
}
