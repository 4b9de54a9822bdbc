package io.tasksweep.domain;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/** Names that never change, in one array without what all of them begin with: tens of thousands take some hundred kilobytes. */
final class PackedNames extends AbstractList<byte[]> implements RandomAccess {
    private final byte[] beginning;
    private final byte[] rest;
    private final int[] ends;

    private PackedNames(byte[] beginning, byte[] rest, int[] ends) {
        this.beginning = beginning;
        this.rest = rest;
        this.ends = ends;
    }

    /** A copy, unless they are packed already. */
    static List<byte[]> of(List<byte[]> names) {
        return names instanceof PackedNames ? names : packed(names);
    }

    private static List<byte[]> packed(List<byte[]> names) {
        byte[] beginning = names.isEmpty() ? new byte[0] : names.get(0).clone();
        int[] ends = new int[names.size()];
        int end = 0;
        for (byte[] name : names) {
            int same = Arrays.mismatch(beginning, name);
            beginning = same < 0 ? beginning : Arrays.copyOf(beginning, same);
        }
        for (int i = 0; i < ends.length; i++) {
            end = Math.addExact(end, names.get(i).length - beginning.length);
            ends[i] = end;
        }
        byte[] rest = new byte[end];
        for (int i = 0; i < ends.length; i++) {
            byte[] name = names.get(i);
            int length = name.length - beginning.length;
            System.arraycopy(name, beginning.length, rest, ends[i] - length, length);
        }
        return new PackedNames(beginning, rest, ends);
    }

    @Override
    public byte[] get(int index) {
        int start = index == 0 ? 0 : ends[index - 1];
        byte[] name = Arrays.copyOf(beginning, beginning.length + ends[index] - start);
        System.arraycopy(rest, start, name, beginning.length, ends[index] - start);
        return name;
    }

    @Override
    public int size() {
        return ends.length;
    }
}
