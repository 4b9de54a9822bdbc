package io.tasksweep.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The tasks that are deleted in one sample. Nothing else's name begins as theirs do.
 *
 * @param clients how many of them are asked for at once
 */
record Batch(String prefix, int size, int clients) {
    List<String> tasks() {
        return IntStream.range(0, size)
                .mapToObj(number -> prefix + String.format(Locale.ROOT, "%04d", number))
                .toList();
    }
}
