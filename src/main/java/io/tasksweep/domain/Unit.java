package io.tasksweep.domain;

/** The units of {@link Counts}. Bytes are the sizes of the files and objects whose names were removed, not the disk blocks freed. */
public enum Unit implements Labelled {
    FILES,
    DIRECTORIES,
    BYTES,
    KEYS,
    OBJECTS,
    VERSIONS,
    DELETE_MARKERS,
    UPLOADS;
}
