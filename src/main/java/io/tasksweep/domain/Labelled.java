package io.tasksweep.domain;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;

/** An enum whose constants are written in lower case: in JSON, in Redis, in metrics and in the audit log. */
public interface Labelled {
    /** The constant's name, as every enum has it. */
    String name();

    /** The constant as it is written. */
    default String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The constant with that label; empty if there is none. */
    static <E extends Enum<E> & Labelled> Optional<E> of(Class<E> type, String label) {
        return EnumSet.allOf(type).stream()
                .filter(constant -> constant.label().equals(label))
                .findFirst();
    }
}
