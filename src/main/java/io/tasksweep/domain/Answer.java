package io.tasksweep.domain;

import java.util.Optional;
import java.util.function.Function;

/** A store's answer, or why there is none. Silence is never taken for «nothing is there». */
public sealed interface Answer<T> {
    <R> R fold(Function<T, R> known, Function<Failure, R> unknown);

    default <R> Answer<R> map(Function<T, R> change) {
        return this.<Answer<R>>fold(known -> new Known<>(change.apply(known)), Unknown::new);
    }

    default Optional<T> value() {
        return fold(Optional::of, failure -> Optional.empty());
    }

    default Optional<Failure> failure() {
        return fold(known -> Optional.empty(), Optional::of);
    }

    /** The store answered. */
    record Known<T>(T answer) implements Answer<T> {
        @Override
        public <R> R fold(Function<T, R> known, Function<Failure, R> unknown) {
            return known.apply(answer);
        }
    }

    /** The store did not answer. */
    record Unknown<T>(Failure cause) implements Answer<T> {
        @Override
        public <R> R fold(Function<T, R> known, Function<Failure, R> unknown) {
            return unknown.apply(cause);
        }
    }
}
