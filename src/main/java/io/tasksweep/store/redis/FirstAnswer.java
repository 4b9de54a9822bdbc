package io.tasksweep.store.redis;

import io.vertx.core.Future;
import java.util.List;

/** What one of several servers answers that are asked the same at once. */
final class FirstAnswer {
    private FirstAnswer() {}

    /** The answer of one that has answered, as soon as there is one; fails when all have failed, as one of them did. */
    static <T> Future<T> of(List<Future<T>> asked) {
        return Future.any(asked)
                .map(any -> asked.stream()
                        .filter(Future::succeeded)
                        .map(Future::result)
                        .findFirst()
                        .orElseThrow());
    }
}
