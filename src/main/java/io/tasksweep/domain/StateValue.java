package io.tasksweep.domain;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What one state record of a task says. Each record counts on its own: a worker that has finished says nothing about another's work.
 *
 * @param source which record, for people: the node and function that wrote it
 * @param status the top-level status word; empty if there is none
 * @param stages each stage's status word; a stage without one is present with an empty {@code Optional}
 * @param createdAt when the task was created, according to the record; tells tasks of the same name apart
 * @param elsewhere whether the record names a directory other than the task's directory on our share
 * @param understood whether the record could be read as a state
 * @param updatedAt when the record was last written, according to the record
 */
public record StateValue(
        String source,
        Optional<String> status,
        Map<String, Optional<String>> stages,
        Optional<String> createdAt,
        boolean elsewhere,
        boolean understood,
        Optional<Instant> updatedAt) {

    public StateValue(
            String source,
            Optional<String> status,
            Map<String, Optional<String>> stages,
            Optional<String> createdAt,
            boolean elsewhere,
            boolean understood) {
        this(source, status, stages, createdAt, elsewhere, understood, Optional.empty());
    }

    /** A record that cannot be read as a state: it may mean anything, so safe mode must not touch the task. */
    public static StateValue notUnderstood(String source) {
        return new StateValue(source, Optional.empty(), Map.of(), Optional.empty(), false, false);
    }

    /** Why safe mode must not touch the task; empty if this record shows that its work has ended. */
    public Optional<String> activity() {
        if (!understood) {
            return Optional.of("its state at " + source + " cannot be understood");
        }
        StatusWord top = status.map(StatusWord::of).orElse(StatusWord.WAITING);
        if (top == StatusWord.WORKING || top == StatusWord.UNKNOWN) {
            return Optional.of("it is '" + shown(status.orElse("")) + "' at " + source);
        }
        return busyStage(top).or(() -> neverStarted(top));
    }

    private Optional<String> busyStage(StatusWord top) {
        for (Map.Entry<String, Optional<String>> stage : stages.entrySet()) {
            if (busy(top, stage.getValue().map(StatusWord::of).orElse(StatusWord.WAITING))) {
                return Optional.of("stage '" + shown(stage.getKey()) + "' is '"
                        + shown(stage.getValue().orElse("not started")) + "' at " + source);
            }
        }
        return Optional.empty();
    }

    private static boolean busy(StatusWord top, StatusWord stage) {
        return switch (stage) {
            case WORKING, UNKNOWN -> true;
            case WAITING -> top != StatusWord.FINISHED;
            case FINISHED -> false;
        };
    }

    private Optional<String> neverStarted(StatusWord top) {
        return top == StatusWord.WAITING && stages.isEmpty()
                ? Optional.of(
                        "it is '" + shown(status.orElse("pending")) + "' at " + source + " and no stage has ended")
                : Optional.empty();
    }

    /** Makes a worker's word safe for an answer: short, and without anything that could break a line. */
    private static String shown(String word) {
        String plain = ShownText.word(word);
        return plain.length() <= 64 ? plain : plain.substring(0, 64);
    }
}
