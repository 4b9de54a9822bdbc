package io.tasksweep.domain;

/** Something the caller should know although the deletion was carried out. The kind is for records, the text for people. */
public record Warning(Kind kind, String text) {
    /** Which warning it is. */
    public enum Kind {
        /** Safe mode could not be checked. */
        STATE_UNKNOWN,
        /** There was no state record: it had expired, was removed, or was never written. */
        STATE_MISSING,
        /** Force deleted a task that was still active. */
        FORCED_ACTIVE,
        /** The state names another directory than ours. */
        DATA_ELSEWHERE,
        /** A retry spared what had come into a store that was empty before. */
        LEFT_ALONE,
        /** The deletion ran without lease and intent. */
        NO_INTENT,
        /** The receipt could not be written. */
        NO_RECEIPT,
        /** Read back from a record, which keeps only the text. */
        AS_RECORDED
    }
}
