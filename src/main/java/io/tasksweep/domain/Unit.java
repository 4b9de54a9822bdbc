package io.tasksweep.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The units of {@link Counts}. Bytes are the sizes of the files and objects whose names were removed, not the disk blocks freed. */
public enum Unit {
    FILES,
    DIRECTORIES,
    BYTES,
    KEYS,
    OBJECTS,
    VERSIONS,
    DELETE_MARKERS,
    UPLOADS;

    /** As written in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Unit> of(String label) {
        return Arrays.stream(values())
                .filter(unit -> unit.label().equals(label))
                .findFirst();
    }
}
