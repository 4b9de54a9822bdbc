package io.tasksweep.store.redis;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys that a look found, each once, as far as there is room; beyond that it only says «more». They lie in one array, and most without
 * the task's id, so that tens of thousands fit.
 */
final class FoundKeys implements AutoCloseable {
    private final KeyRoom room;
    private final byte[] beginning;
    private byte[] bytes = new byte[1 << 8];
    private int[] ends = new int[1 << 4]; // where each ends in there
    private int[] slots = new int[1 << 6]; // a hash table of their numbers, which count from 1
    private int size;
    private long taken; // beyond the first arrays, which every look has
    private boolean complete = true;

    FoundKeys(TaskId taskId, KeyRoom room) {
        this.room = room;
        beginning = (taskId.value() + ":").getBytes(StandardCharsets.UTF_8);
    }

    /** Keeps them, and says which were not there; those that there is no room for count as new each time. */
    List<byte[]> add(List<byte[]> keys) {
        return keys.stream().filter(this::isNew).toList();
    }

    private boolean isNew(byte[] key) {
        byte[] packed = packed(key);
        int slot = slot(packed);
        if (slots[slot] != 0) {
            return false;
        }
        if (hasRoom(packed.length)) {
            keep(packed);
            slots[slot(packed)] = size;
        } else {
            complete = false;
        }
        return true;
    }

    /** Begins with whether the task's id stands before the rest. */
    private byte[] packed(byte[] key) {
        int cut = beginning.length;
        boolean own = key.length >= cut && Arrays.equals(key, 0, cut, beginning, 0, cut);
        byte[] packed = new byte[1 + key.length - (own ? cut : 0)];
        packed[0] = (byte) (own ? 1 : 0);
        System.arraycopy(key, key.length - packed.length + 1, packed, 1, packed.length - 1);
        return packed;
    }

    private byte[] unpacked(int number) {
        int from = start(number) + 1;
        int cut = bytes[from - 1] == 1 ? beginning.length : 0;
        byte[] key = Arrays.copyOf(beginning, cut + ends[number] - from);
        System.arraycopy(bytes, from, key, cut, ends[number] - from);
        return key;
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    /** Where it is in the table, or would be. */
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

    /** Whether one more fits, for which the arrays may have to grow. */
    private boolean hasRoom(int length) {
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

    /** Of a look that did not come to its end. */
    Evidence part() {
        complete = false;
        return evidence();
    }

    /** One key that is too long to be kept is still one that is there. */
    Evidence evidence() {
        Evidence evidence =
                new Evidence(Counts.of(Unit.KEYS, complete ? size : Math.max(1, size)), new Names(), complete);
        if (taken > 0) {
            long copied = Math.min(taken, start(size) + (long) Integer.BYTES * size);
            taken -= copied;
            room.giveWhenGone(evidence.names(), copied);
        }
        return evidence;
    }

    /** When the look is over, whether it has come to its end or not. */
    @Override
    public void close() {
        room.give(taken);
        taken = 0;
    }

    /** As long as they are copied. */
    private final class Names extends AbstractList<byte[]> {
        @Override
        public byte[] get(int number) {
            return unpacked(number);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
