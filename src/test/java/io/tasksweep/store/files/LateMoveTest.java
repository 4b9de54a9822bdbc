package io.tasksweep.store.files;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.Leftovers.Leftover;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The share hangs in one call until the deletion is over. Meanwhile another one ends the task, and a new task of that name begins: what the
 * call does when it goes on at last must cost the new task nothing, and neither must the sweep of left-overs afterwards.
 */
@Tag("F19")
@Tag("F56")
class LateMoveTest {
    private static final String TASK = "task-1";
    private static final String MAKING = ".tasksweep-task-1";
    private static final String NEW = "task-1/new";

    @RegisterExtension
    final TestingShare share = new TestingShare();

    private final AtomicBoolean over = new AtomicBoolean();
    private final List<String> changed = new ArrayList<>();

    /** What the share does before it changes that name. */
    private interface Fault {
        void before(String name) throws IOException;
    }

    private void behaves(Fault fault) {
        share.file("task-1/old", "of the old task");
        share.behaves(new OddHandle.Quirk() {
            @Override
            public void beforeChange(Path name) throws IOException {
                changed.add(name.toString());
                fault.before(name.toString());
            }
        });
    }

    private void hangsAt(String call) {
        behaves(name -> {
            if (name.equals(call)) {
                succeeded();
            }
        });
    }

    /** What others do in the meantime, once. */
    private void succeeded() {
        if (!over.getAndSet(true)) {
            share.shell("rm -r task-1");
            share.file(NEW, "of the new task");
        }
    }

    private void eraseLate() {
        eraseLate(() -> {});
    }

    /** @param meanwhile what happens right before it is seen that the deletion is over */
    private void eraseLate(Runnable meanwhile) {
        Deadline until = TestingShare.inTime().orOnce(() -> {
            if (over.get()) {
                meanwhile.run();
            }
            return over.get();
        });
        assertThat(share.erase(until).failures()).extracting(Failure::code).containsExactly(FailureCode.TIMEOUT);
        assertThat(over).isTrue();
    }

    /** By a node whose share is well. */
    private void sweep() {
        share.behaves(new OddHandle.Quirk() {});
        for (Leftover left : await(share.store().leftovers().find())) {
            await(share.store().leftovers().remove(left, TestingShare.inTime()));
        }
    }

    @Test
    void whoWokeUpBeforeTheMoveDoesNotMove() {
        hangsAt(MAKING);
        eraseLate();
        assertThat(changed).doesNotContain(TASK);
        sweep();
        assertThat(share.exists(NEW)).isTrue();
    }

    @Test
    void whatWasMovedTooLateIsGivenBack() {
        hangsAt(TASK);
        eraseLate();
        assertThat(share.exists(NEW)).isTrue();
        sweep();
        assertThat(share.exists(NEW)).isTrue();
    }

    /** Whoever wakes up may be killed at once: a hung share is why he is. */
    @Test
    void whatWasMovedTooLateByWhoDiedOfItIsNoLeftOver() {
        behaves(name -> {
            if (over.get()) {
                throw new FileSystemException(name, null, "nothing goes on");
            } else if (name.equals(TASK)) {
                succeeded();
            }
        });
        eraseLate();
        assertThat(share.exists(NEW)).isFalse();
        sweep();
        share.shell("find .tasksweep/task-1 -name new | grep new");
    }

    @Test
    void whatCannotBeGivenBackSinceTheNameIsTakenIsARequestsToRemove() {
        behaves(name -> {
            if (name.equals(TASK)) {
                succeeded();
            } else if (over.get()) {
                share.file("task-1/newer", "written since");
            }
        });
        eraseLate();
        sweep();
        assertThat(share.exists("task-1/newer")).isTrue();
        share.shell("find .tasksweep/task-1 -name new | grep new");
        over.set(false);
        assertThat(share.survey().isEmpty()).isFalse();
        assertThat(share.eraseAll().gone().get(Unit.FILES)).isEqualTo(2);
    }

    /** As a task's is that has just begun: a rename would replace it, with those who work in it. */
    @Test
    void anEmptyDirectoryOfThatNameIsNotReplaced() {
        hangsAt(TASK);
        eraseLate(() -> share.directory(TASK));
        assertThat(share.exists(TASK)).isTrue();
        assertThat(share.exists(NEW)).isFalse();
        share.shell("find .tasksweep/task-1 -name new | grep new");
    }

    @Test
    void whatWasMovedInTimeIsALeftOverOnceThatIsKnown() {
        behaves(name -> {
            if (name.equals("old")) {
                over.set(true);
            }
        });
        share.file("task-1/older", "too");
        eraseLate();
        assertThat(await(share.store().leftovers().find())).hasSize(1);
        sweep();
        assertThat(share.exists(".tasksweep/task-1")).isFalse();
    }

    /** Only what a crash leaves is another's to remove then. */
    @Test
    void whatCannotBeToldToHaveMovedInTimeIsDeletedAllTheSame() {
        AtomicBoolean refused = new AtomicBoolean();
        behaves(name -> {
            if (name.startsWith(".") && share.exists(".tasksweep/task-1") && !refused.getAndSet(true)) {
                throw new FileSystemException(name, null, "Device or resource busy");
            }
        });
        assertThat(share.eraseAll().gone().get(Unit.FILES)).isEqualTo(1);
        assertThat(refused).isTrue();
    }
}
