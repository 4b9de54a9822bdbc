package io.tasksweep.store.redis;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The keys that a look found, each once, as long as there is room; after that it only records that there are more. The keys lie in one
 * array, and most without the task's id, so that tens of thousands fit.
 */
final class FoundKeys implements AutoCloseable {
    private final KeyRoom room;
    private final byte[] beginning;
    private byte[] bytes = new byte[1 << 8];
    private int[] ends = new int[1 << 4]; // where each key ends in bytes
    private int[] slots = new int[1 << 6]; // a hash table of key numbers, counted from 1
    private int size;
    private long taken; // in bytes, beyond the first arrays, which every look has
    private boolean complete = true;

    FoundKeys(TaskId taskId, KeyRoom room) {
        this.room = room;
        beginning = (taskId.value() + ":").getBytes(StandardCharsets.UTF_8);
    }

    /** Keeps the keys and returns the new ones. Keys for which there is no room count as new each time. */
    List<byte[]> add(List<byte[]> keys) {
        return keys.stream().filter(this::isNew).toList();
    }

    private boolean isNew(byte[] key) {
        byte[] packed = KeptNames.packed(beginning, key);
        int slot = slot(packed);
        if (slots[slot] != 0) {
            return false;
        }
        if (makeRoom(packed.length)) {
            keep(packed);
            slots[slot(packed)] = size;
        } else {
            complete = false;
        }
        return true;
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    /** The slot that holds the key, or the free one where it belongs. */
    private int slot(byte[] packed) {
        int slot = Arrays.hashCode(packed);
        slot = (slot ^ slot >>> 16) & slots.length - 1;
        while (slots[slot] != 0 && !isAt(slots[slot] - 1, packed)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private boolean isAt(int number, byte[] packed) {
        return Arrays.equals(bytes, start(number), ends[number], packed, 0, packed.length);
    }

    /** Whether one more key fits; the arrays grow for it as far as there is room. */
    private boolean makeRoom(int length) {
        long end = (long) start(size) + length;
        long most = end > bytes.length ? Math.max(end, 2L * bytes.length) : bytes.length;
        int count = size == ends.length ? 2 * size : ends.length;
        int places = 2 * (size + 1) > slots.length ? 2 * slots.length : slots.length;
        long more = most - bytes.length + Integer.BYTES * (count - ends.length + (long) places - slots.length);
        if (more > 0) {
            if (taken + more > room.mostOfOne() || !room.take(more)) {
                return false;
            }
            taken += more;
            grow((int) most, count, places);
        }
        return true;
    }

    private void grow(int most, int count, int places) {
        bytes = Arrays.copyOf(bytes, most);
        ends = Arrays.copyOf(ends, count);
        if (places > slots.length) {
            slots = new int[places];
            for (int number = 0; number < size; number++) {
                slots[slot(Arrays.copyOfRange(bytes, start(number), ends[number]))] = number + 1;
            }
        }
    }

    private void keep(byte[] packed) {
        System.arraycopy(packed, 0, bytes, start(size), packed.length);
        ends[size] = start(size) + packed.length;
        size++;
    }

    /** The evidence of a look that did not finish. */
    Evidence part() {
        complete = false;
        return evidence();
    }

    /** A key that is too long to be kept still counts, so an incomplete look reports at least one. Incomplete names would be of no use. */
    Evidence evidence() {
        return complete
                ? new Evidence(Counts.of(Unit.KEYS, size), names(), true)
                : new Evidence(Counts.of(Unit.KEYS, Math.max(1, size)), List.of(), false);
    }

    private List<byte[]> names() {
        KeptNames names = new KeptNames(beginning, Arrays.copyOf(bytes, start(size)), Arrays.copyOf(ends, size));
        if (taken > 0) {
            long theirs = Math.min(taken, names.memory());
            taken -= theirs;
            names.take(room, theirs);
        }
        return names;
    }

    /** Gives back what the look still holds of the room when it is over, complete or not. */
    @Override
    public void close() {
        room.give(taken);
        taken = 0;
    }
}
