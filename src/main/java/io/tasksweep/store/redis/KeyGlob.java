package io.tasksweep.store.redis;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A glob for {@code SCAN … MATCH} that matches whatever one of several shapes matches, and as little else as a glob can express: at a
 * position where all shapes have a letter, it allows just these letters. For one or two dozen random ids it matches next to nothing else,
 * for 64 half of all such names, so every match is compared again.
 */
final class KeyGlob {
    /** Stands for {@code *} at a position of a shape. */
    static final int ANYTHING = -1;

    private static final String SPECIAL = "\\?[]^";

    private final List<int[]> shapes;
    private final int shortest;
    private final ByteArrayOutputStream glob = new ByteArrayOutputStream();

    private KeyGlob(List<int[]> shapes) {
        this.shapes = shapes;
        this.shortest = shapes.stream().mapToInt(shape -> shape.length).min().orElse(0);
    }

    /** @param shapes at least one */
    static byte[] of(List<KeyShape> shapes) {
        return new KeyGlob(shapes.stream().map(KeyShape::positions).toList()).written();
    }

    private byte[] written() {
        int front = 0;
        while (front < shortest && allHaveALetterAt(front)) {
            write(lettersAt(front++));
        }
        if (allAreTheSameFrom(front)) {
            Arrays.stream(shapes.get(0)).skip(front).forEach(this::write);
        } else {
            write(ANYTHING);
            writeBack(shortest - front);
        }
        return glob.toByteArray();
    }

    /** Writes what all shapes end with, position by position from the end. */
    private void writeBack(int most) {
        int back = 0;
        while (back < most && allHaveALetterAt(-back - 1)) {
            back++;
        }
        for (; back > 0; back--) {
            write(lettersAt(-back));
        }
    }

    /** {@code at} counts from the end if it is negative. */
    private static int position(int[] shape, int at) {
        return shape[at < 0 ? shape.length + at : at];
    }

    private boolean allHaveALetterAt(int at) {
        return shapes.stream().noneMatch(shape -> position(shape, at) == ANYTHING);
    }

    private SortedSet<Integer> lettersAt(int at) {
        SortedSet<Integer> letters = new TreeSet<>();
        shapes.forEach(shape -> letters.add(position(shape, at)));
        return letters;
    }

    private boolean allAreTheSameFrom(int front) {
        int[] one = shapes.get(0);
        return shapes.stream().allMatch(shape -> Arrays.equals(shape, front, shape.length, one, front, one.length));
    }

    private void write(SortedSet<Integer> letters) {
        if (letters.size() == 1) {
            write(letters.first().intValue());
        } else {
            glob.write('[');
            letters.forEach(this::writeAmongOthers);
            glob.write(']');
        }
    }

    private void write(int position) {
        if (position == ANYTHING) {
            glob.write('*');
        } else {
            if (SPECIAL.indexOf(position) >= 0) {
                glob.write('\\');
            }
            glob.write(position);
        }
    }

    /** More characters are special between brackets, {@code -} above all. A backslash makes any of them literal. */
    private void writeAmongOthers(int letter) {
        boolean plain = letter < 128 && Character.isLetterOrDigit(letter);
        if (!plain) {
            glob.write('\\');
        }
        glob.write(letter);
    }
}
