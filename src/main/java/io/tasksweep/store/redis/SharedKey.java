package io.tasksweep.store.redis;

import io.tasksweep.domain.TaskId;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A key that two tasks would have, each under a different pattern. This is possible only where literal text is also a task's name:
 * {@code {task_id}:*} gives {@code state:task-1} to the task {@code state}, and {@code state:{task_id}} gives it to {@code task-1}. The key
 * that both patterns give to the same task, here {@code state:state}, is nobody else's.
 */
final class SharedKey {
    private static final int FIRST_LETTER = -2;
    private static final int MORE_LETTERS = -3;

    private final byte[] name;
    private final int[] one;
    private final int[] other;
    private final boolean[][] meet;

    /**
     * @param name of the only task that can have such a key under the first pattern
     * @param shape of that task's keys
     * @param front the second pattern's text before the other task's name
     * @param back the second pattern's text after it
     */
    SharedKey(TaskId name, KeyShape shape, String front, String back) {
        this.name = new KeyShape(name.value()).beginning();
        this.one = shape.positions();
        this.other = IntStream.concat(
                        IntStream.concat(positions(front), IntStream.of(FIRST_LETTER, MORE_LETTERS)), positions(back))
                .toArray();
        this.meet = new boolean[one.length + 1][other.length + 1];
    }

    private static IntStream positions(String text) {
        return Arrays.stream(new KeyShape(text).positions());
    }

    /** Works from the ends backwards: whether some text fits the rest of both. */
    boolean isPossible() {
        for (int at = one.length; at >= 0; at--) {
            for (int in = other.length; in >= 0; in--) {
                meet[at][in] = canMeet(at, in);
            }
        }
        return meet[0][0];
    }

    private boolean canMeet(int at, int in) {
        boolean oneGoesOn = at < one.length;
        boolean otherGoesOn = in < other.length;
        if (!oneGoesOn && !otherGoesOn) {
            return true;
        }
        boolean anything = oneGoesOn && one[at] == KeyGlob.ANYTHING;
        boolean repeated = otherGoesOn && repeats(other[in]);
        boolean oneStep = (anything || (repeated && oneGoesOn && fits(at, other[in]))) && meet[at + 1][in];
        boolean otherStep = (repeated || (anything && otherGoesOn)) && meet[at][in + 1];
        boolean both = oneGoesOn && otherGoesOn && fits(at, other[in]) && meet[at + 1][in + 1];
        return oneStep || otherStep || both;
    }

    /** Whether the position may stand for nothing, or for many characters. */
    private static boolean repeats(int position) {
        return position == KeyGlob.ANYTHING || position == MORE_LETTERS;
    }

    private boolean fits(int at, int position) {
        return switch (position) {
            case KeyGlob.ANYTHING -> true;
            case FIRST_LETTER -> isName("" + (char) one[at]) && !isTheSameNameFrom(at);
            case MORE_LETTERS -> isName("a" + (char) one[at]);
            default -> position == one[at];
        };
    }

    private static boolean isName(String text) {
        return TaskId.parse(text).isPresent();
    }

    /** Whether a name that begins there can only be the first task's own, since no {@code *} is in it or beside it. */
    private boolean isTheSameNameFrom(int at) {
        int end = at + name.length;
        return end <= one.length
                && IntStream.range(0, name.length).allMatch(letter -> one[at + letter] == name[letter])
                && (end == one.length || one[end] == ':');
    }
}
