package io.tasksweep.store;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.OpenDeletions;
import io.tasksweep.deletion.OpenDeletions.Due;
import io.tasksweep.domain.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the list of open deletions owes, whatever keeps it. */
public abstract class OpenDeletionsContract {
    protected static final TaskId TASK = new TaskId("task-1");
    private static final TaskId OTHER = new TaskId("task-2");
    private static final Duration LATER = Duration.ofMinutes(1);
    private static final int SOME = 20;

    protected abstract OpenDeletions open();

    /** Puts the task on the list, as whoever takes its lease does; due after that time, or so long ago. */
    protected abstract Due note(TaskId taskId, Duration time);

    protected final List<TaskId> due() {
        return await(open().due()).stream().map(Due::taskId).toList();
    }

    @Test
    protected void whatIsPutOffIsNotDueUntilItsTimeComes() {
        note(TASK, LATER);
        note(OTHER, Duration.ZERO);
        assertThat(due()).containsExactly(OTHER);
    }

    @Test
    protected void aTaskIsOnTheListOnce() {
        note(TASK, Duration.ofSeconds(-2));
        note(TASK, Duration.ofSeconds(-1));
        assertThat(due()).containsExactly(TASK);
    }

    /** One more than come at a time, noted in neither the order of their times nor that of their names. */
    @Test
    protected void theLongestDueComeFirstAndSomeAtATime() {
        IntStream.rangeClosed(0, SOME)
                .map(i -> 8 * i % (SOME + 1))
                .forEach(i -> note(new TaskId("task-" + i), Duration.ofMinutes(-i)));
        assertThat(due())
                .isEqualTo(IntStream.range(0, SOME)
                        .mapToObj(i -> new TaskId("task-" + (SOME - i)))
                        .toList());
    }

    @Test
    protected void whatIsClosedIsNotDueAnyMore() {
        note(TASK, Duration.ZERO);
        await(open().close(await(open().due()).get(0)));
        assertThat(due()).isEmpty();
    }

    @Test
    protected void theOthersStayAsTheyAreWhenOneIsPutOffOrClosed() {
        Due first = note(TASK, Duration.ofSeconds(-2));
        note(OTHER, Duration.ofSeconds(-1));
        await(open().postpone(first, LATER));
        assertThat(due()).containsExactly(OTHER);

        await(open().close(note(TASK, Duration.ofSeconds(-2))));
        assertThat(due()).containsExactly(OTHER);
    }

    @Test
    protected void aTaskThatWasPutOffSinceIsNotClosed() {
        Due first = note(TASK, Duration.ofSeconds(-2));
        Due second = note(TASK, Duration.ofSeconds(-1));
        await(open().close(first));
        assertThat(due()).containsExactly(TASK);

        await(open().close(second));
        assertThat(due()).isEmpty();
    }

    @Test
    protected void aTaskIsPutOffOnlyAsItWasSeen() {
        Due first = note(TASK, Duration.ZERO);
        await(open().postpone(first, LATER));
        assertThat(due()).isEmpty();

        Due second = note(TASK, Duration.ofSeconds(-1));
        await(open().postpone(first, LATER));
        assertThat(due()).containsExactly(TASK);

        await(open().close(second));
        await(open().postpone(second, Duration.ZERO));
        assertThat(due()).isEmpty();
    }
}
