package io.tasksweep.store.redis;

import java.lang.ref.Cleaner.Cleanable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * An immutable list of a task's key names, in one array, and most without the task's id. Its share of the room is given back when the keys
 * have been deleted, or when nobody refers to the names any more.
 */
final class KeptNames extends AbstractList<byte[]> implements RandomAccess {
    private final byte[] beginning;
    private final byte[] bytes;
    private final int[] ends;
    private Optional<Cleanable> taken = Optional.empty();

    /**
     * Takes over the arrays.
     *
     * @param beginning what most names begin with
     * @param bytes the names, each as {@link #packed} makes it
     * @param ends where each name ends in {@code bytes}
     */
    KeptNames(byte[] beginning, byte[] bytes, int[] ends) {
        this.beginning = beginning;
        this.bytes = bytes;
        this.ends = ends;
    }

    /** The name as it is kept: one byte that says whether it starts with {@code beginning}, then the rest. */
    static byte[] packed(byte[] beginning, byte[] name) {
        boolean own = KeyShape.standsAt(beginning, name, 0);
        byte[] packed = new byte[1 + name.length - (own ? beginning.length : 0)];
        packed[0] = (byte) (own ? 1 : 0);
        System.arraycopy(name, name.length - packed.length + 1, packed, 1, packed.length - 1);
        return packed;
    }

    /** The memory that the names take, in bytes. */
    long memory() {
        return bytes.length + (long) Integer.BYTES * ends.length;
    }

    /** Notes how many bytes of the room the names take. */
    void take(KeyRoom room, long size) {
        taken = Optional.of(room.giveWhenGone(this, size));
    }

    /** Gives back the names' share of the room, since nobody needs them any more. Done at once: the garbage collector may take long. */
    static void giveBack(List<byte[]> names) {
        if (names instanceof KeptNames kept) {
            kept.taken.ifPresent(Cleanable::clean);
        }
    }

    @Override
    public byte[] get(int number) {
        int from = (number == 0 ? 0 : ends[number - 1]) + 1;
        int cut = bytes[from - 1] == 1 ? beginning.length : 0;
        byte[] key = Arrays.copyOf(beginning, cut + ends[number] - from);
        System.arraycopy(bytes, from, key, cut, ends[number] - from);
        return key;
    }

    @Override
    public int size() {
        return ends.length;
    }
}
