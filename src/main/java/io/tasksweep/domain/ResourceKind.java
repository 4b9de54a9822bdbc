package io.tasksweep.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The three places where a task leaves data, in the order in which answers list them. */
public enum ResourceKind {
    LOCAL_DIRECTORY,
    REDIS,
    MINIO;

    /** As written in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ResourceKind> of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }
}
