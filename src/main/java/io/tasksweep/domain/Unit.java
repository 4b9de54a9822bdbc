package io.tasksweep.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What {@link Counts} count. Bytes are the sizes that names stood for, not the blocks that were freed. */
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
