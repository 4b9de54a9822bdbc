package io.tasksweep.deletion.simulation;

/** The operations of the ports, as far as one can break. */
enum Operation {
    SURVEY_DIRECTORY(Part.FILES),
    ERASE_DIRECTORY(Part.FILES),
    SURVEY_OBJECTS(Part.OBJECTS),
    ERASE_OBJECTS(Part.OBJECTS),
    SURVEY_KEYS(Part.REDIS),
    ERASE_KEYS(Part.REDIS),
    LOOK(Part.REDIS),
    LOOK_AGAIN(Part.REDIS),
    FIND_RECEIPT(Part.REDIS),
    TAKE(Part.REDIS),
    HELD(Part.REDIS),
    RENEW(Part.REDIS),
    SETTLE(Part.REDIS),
    RELEASE(Part.REDIS),
    WITHDRAW(Part.REDIS),
    DUE(Part.REDIS),
    POSTPONE(Part.REDIS),
    CLOSE(Part.REDIS);

    /** What goes down together. */
    enum Part {
        FILES,
        OBJECTS,
        REDIS
    }

    private final Part part;

    Operation(Part part) {
        this.part = part;
    }

    boolean isErasing() {
        return this == ERASE_DIRECTORY || this == ERASE_OBJECTS || this == ERASE_KEYS;
    }

    Part part() {
        return part;
    }
}
