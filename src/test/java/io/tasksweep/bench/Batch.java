package io.tasksweep.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The tasks that are deleted in one sample. No other task's name begins with their prefix.
 *
 * @param clients how many deletions are requested at once
 */
record Batch(String prefix, int size, int clients) {
    List<String> tasks() {
        return IntStream.range(0, size)
                .mapToObj(number -> prefix + String.format(Locale.ROOT, "%04d", number))
                .toList();
    }
}
