package io.tasksweep.store;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every store owes, whatever its technology. A test of an adapter extends it and adds what is special there. */
public abstract class ResourceStoreContract {
    protected static final TaskId TASK = new TaskId("task-1");
    protected static final TaskId OTHER = new TaskId("task-2");

    /** Names that a careless prefix, pattern or comparison takes for {@link #TASK}. */
    protected static final List<TaskId> NEIGHBOURS =
            List.of("task-10", "task-1.bak", "task-1-", "task-1_", "task-1.", "Task-1", "TASK-1", "task", "ask-1")
                    .stream()
                    .map(TaskId::new)
                    .toList();

    private static final Duration LONG = Duration.ofSeconds(20);

    protected abstract ResourceStore store();

    /** Gives the task data of every sort that the store knows; may be called again after a deletion. */
    protected abstract void seed(TaskId taskId);

    /** Everything that the store holds, of all tasks: name → fingerprint of the content. */
    protected abstract SortedMap<String, String> snapshot();

    /** Whether the store holds anything of the task; to be overridden where the test can tell without the store. */
    protected boolean holds(TaskId taskId) {
        return !await(store().survey(taskId)).isEmpty();
    }

    /** Whether a deletion whose time is over before it begins deletes nothing for certain; another store may be as quick as that. */
    protected boolean deletesNothingTooLate() {
        return false;
    }

    protected static Deletion deletion(TaskId taskId) {
        return new Deletion(taskId, UUID.randomUUID().toString(), Deadline.in(LONG, System::nanoTime));
    }

    protected static Deletion tooLate(TaskId taskId) {
        return new Deletion(taskId, UUID.randomUUID().toString(), Deadline.in(Duration.ZERO, System::nanoTime));
    }

    /** Looks and erases, as the service does. */
    protected Erased erase(TaskId taskId) {
        return await(store().survey(taskId).compose(found -> store().erase(deletion(taskId), found)));
    }

    protected void seedNeighbours() {
        NEIGHBOURS.forEach(this::seed);
    }

    @Test
    protected void aLookAtAnUnknownTaskFindsNothing() {
        assertThat(await(store().survey(TASK)).isEmpty()).isTrue();
    }

    @Test
    protected void aLookAtAnUnknownTaskChangesNothing() {
        seedNeighbours();
        SortedMap<String, String> before = snapshot();
        assertThat(await(store().survey(TASK)).isEmpty()).isTrue();
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    protected void aLookFindsWhatIsThere() {
        seed(TASK);
        assertThat(await(store().survey(TASK)).isEmpty()).isFalse();
        assertThat(holds(TASK)).isTrue();
    }

    @Test
    protected void aLookChangesNothing() {
        seed(TASK);
        SortedMap<String, String> before = snapshot();
        await(store().survey(TASK));
        await(store().survey(TASK));
        assertThat(before).isNotEmpty();
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    protected void erasingLeavesNothing() {
        SortedMap<String, String> before = snapshot();
        seed(TASK);
        Erased erased = erase(TASK);
        assertThat(erased.failures()).isEmpty();
        assertThat(await(store().survey(TASK)).isEmpty()).isTrue();
        assertThat(holds(TASK)).isFalse();
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    protected void whatGoesIsAtLeastWhatTheLookHasCounted() {
        seed(TASK);
        Evidence found = await(store().survey(TASK));
        Counts gone = await(store().erase(deletion(TASK), found)).gone();
        assertThat(gone.isEmpty()).isFalse();
        for (Unit unit : Unit.values()) {
            assertThat(gone.get(unit))
                    .as(unit.label())
                    .isGreaterThanOrEqualTo(found.counts().get(unit));
        }
    }

    @Test
    protected void aDeletionWithNoNamesFromTheLookFindsThemItself() {
        seed(TASK);
        Evidence found = await(store().survey(TASK));
        Erased erased = await(store().erase(deletion(TASK), new Evidence(found.counts(), List.of(), false)));
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().isEmpty()).isFalse();
        assertThat(holds(TASK)).isFalse();
    }

    @Test
    protected void twoEqualTasksGiveEqualCounts() {
        seed(TASK);
        Counts first = erase(TASK).gone();
        seed(TASK);
        Evidence found = await(store().survey(TASK));
        Evidence unnamed = new Evidence(found.counts(), List.of(), false);
        assertThat(await(store().erase(deletion(TASK), unnamed)).gone()).isEqualTo(first);
    }

    /** Whether it has looked whether anything is left, too, is up to the store. */
    private static void assertThatNothingWent(Erased erased) {
        assertThat(new Erased(erased.gone(), erased.failures())).isEqualTo(Erased.NOTHING);
    }

    @Test
    protected void erasingTwiceFindsNothingTheSecondTime() {
        seed(TASK);
        erase(TASK);
        assertThatNothingWent(erase(TASK));
    }

    @Test
    protected void erasingTwiceWithTheSameEvidenceIsNoFailure() {
        seed(TASK);
        Evidence found = await(store().survey(TASK));
        await(store().erase(deletion(TASK), found));
        assertThatNothingWent(await(store().erase(deletion(TASK), found)));
    }

    @Test
    protected void erasingAnUnknownTaskChangesNothing() {
        seedNeighbours();
        SortedMap<String, String> before = snapshot();
        assertThatNothingWent(erase(TASK));
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    @Tag("I02")
    protected void noNeighbourIsTouched() {
        seedNeighbours();
        SortedMap<String, String> before = snapshot();
        seed(TASK);
        assertThat(erase(TASK).failures()).isEmpty();
        assertThat(before).isNotEmpty();
        assertThat(NEIGHBOURS).allMatch(this::holds);
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    protected void noNeighbourIsTakenForTheTask() {
        seedNeighbours();
        assertThat(await(store().survey(TASK)).isEmpty()).isTrue();
    }

    @Test
    protected void dataThatComesBackIsFoundAndErasedAgain() {
        seed(TASK);
        erase(TASK);
        seed(TASK);
        assertThat(holds(TASK)).isTrue();
        assertThat(await(store().survey(TASK)).isEmpty()).isFalse();
        assertThat(erase(TASK).gone().isEmpty()).isFalse();
        assertThat(holds(TASK)).isFalse();
    }

    @Test
    protected void aDeletionOutOfTimeSaysSoAndARepeatFinishes() {
        seed(TASK);
        Evidence found = await(store().survey(TASK));
        Erased late = await(store().erase(tooLate(TASK), found));
        if (deletesNothingTooLate()) {
            assertThat(holds(TASK)).isTrue();
        }
        if (holds(TASK)) {
            assertThat(late.failures()).extracting(Failure::code).contains(FailureCode.TIMEOUT);
            assertThat(Failure.worthiest(late.failures()))
                    .hasValueSatisfying(why -> assertThat(why.retriable()).isTrue());
            assertThat(erase(TASK).failures()).isEmpty();
        }
        assertThat(holds(TASK)).isFalse();
    }

    @Test
    protected void twoTasksCanBeErasedAtOnce() {
        seedNeighbours();
        SortedMap<String, String> before = snapshot();
        seed(TASK);
        seed(OTHER);
        Evidence one = await(store().survey(TASK));
        Evidence two = await(store().survey(OTHER));
        Future<Erased> first = store().erase(deletion(TASK), one);
        Future<Erased> second = store().erase(deletion(OTHER), two);
        assertThat(await(first).failures()).isEmpty();
        assertThat(await(second).failures()).isEmpty();
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    protected void twoDeletionsOfOneTaskAtOnceLeaveNothingThatARepeatCannotMend() {
        seed(TASK);
        Evidence found = await(store().survey(TASK));
        Future<Erased> first = store().erase(deletion(TASK), found);
        Future<Erased> second = store().erase(deletion(TASK), found);
        assertThat(await(first).failures()).allMatch(Failure::retriable);
        assertThat(await(second).failures()).allMatch(Failure::retriable);
        assertThat(erase(TASK).failures()).isEmpty();
        assertThat(holds(TASK)).isFalse();
    }

    @Test
    protected void anUnknownErrorIsInternalAndMayBeRepeated() {
        Failure failure = store().explain(new IllegalStateException("secret-of-the-error"));
        assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL);
        assertThat(failure.retriable()).isTrue();
        assertThat(failure.message()).isNotBlank().doesNotContain("secret-of-the-error");
    }

    @Test
    protected void silenceIsATimeout() {
        Failure failure = store().explain(new TimeoutException("secret-of-the-error"));
        assertThat(failure.code()).isEqualTo(FailureCode.TIMEOUT);
        assertThat(failure.message()).isNotBlank().doesNotContain("secret-of-the-error");
    }
}
