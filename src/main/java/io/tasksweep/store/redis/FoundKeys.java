package io.tasksweep.store.redis;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Unit;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The keys that a look found, each once, up to a number that memory can hold; beyond that it only says «more». */
final class FoundKeys {
    static final int MOST_KEPT = 10_000;

    private final Set<ByteBuffer> kept = new LinkedHashSet<>();
    private boolean complete = true;

    void add(List<byte[]> keys) {
        for (byte[] key : keys) {
            if (kept.size() < MOST_KEPT) {
                kept.add(ByteBuffer.wrap(key));
            } else if (!kept.contains(ByteBuffer.wrap(key))) {
                complete = false;
            }
        }
    }

    /** Of a look that did not come to its end. */
    Evidence part() {
        complete = false;
        return evidence();
    }

    Evidence evidence() {
        return new Evidence(
                Counts.of(Unit.KEYS, kept.size()),
                kept.stream().map(ByteBuffer::array).toList(),
                complete);
    }
}
