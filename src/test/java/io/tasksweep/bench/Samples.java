package io.tasksweep.bench;

import java.time.Duration;
import java.util.List;

/** How long each of several equal deletions took; at least one. */
record Samples(List<Duration> all) {
    Samples {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no samples");
        }
        all = List.copyOf(all);
    }

    Duration best() {
        return percentile(0);
    }

    /** The mean of the two in the middle, if there are two. */
    Duration median() {
        List<Duration> sorted = sorted();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
    }

    /** The least value that so many in a hundred do not exceed: always one that was measured. */
    Duration percentile(int hundredths) {
        List<Duration> sorted = sorted();
        int rank = (int) Math.ceil(hundredths / 100.0 * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }

    private List<Duration> sorted() {
        return all.stream().sorted().toList();
    }
}
