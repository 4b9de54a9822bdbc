package io.tasksweep.store.minio;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The failures of one pass, one for each code, in bounded memory: how many, and the first few by name. */
final class FailureNotes {
    private static final int MOST_NAMES = 3;

    private final String prefix;
    private final Map<FailureCode, Failure> whole = new EnumMap<>(FailureCode.class);
    private final Map<FailureCode, Note> single = new EnumMap<>(FailureCode.class);

    FailureNotes(String prefix) {
        this.prefix = prefix;
    }

    /** Of a request as a whole. */
    void add(Failure failure) {
        whole.putIfAbsent(failure.code(), failure);
    }

    /** Of one entry. */
    void add(FailureCode code, Entry entry) {
        Note note = single.computeIfAbsent(code, first -> new Note());
        note.count++;
        if (note.names.size() < MOST_NAMES) {
            note.names.add(Names.relative(prefix, entry.key()));
        }
    }

    List<Failure> failures() {
        return Stream.concat(
                        whole.values().stream(),
                        single.entrySet().stream().map(noted -> noted.getValue().failure(noted.getKey())))
                .toList();
    }

    private static final class Note {
        private final List<String> names = new ArrayList<>();
        private long count;

        private Failure failure(FailureCode code) {
            String more = count > names.size() ? " and " + (count - names.size()) + " more" : "";
            String which = " Left: " + String.join(", ", names) + more + ".";
            return new Failure(code, MinioFailures.of(code).message() + which);
        }
    }
}
