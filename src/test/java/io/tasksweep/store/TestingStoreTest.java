package io.tasksweep.store;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.tasksweep.testing.TestingStore;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The store in memory keeps the contract, too, and breaks in the ways that tests ask for. */
class TestingStoreTest extends ResourceStoreContract {
    private static final Failure REFUSED = new Failure(FailureCode.UNAVAILABLE, "connection refused");

    private final TestingStore store = new TestingStore(ResourceKind.REDIS);

    @Override
    protected ResourceStore store() {
        return store;
    }

    @Override
    protected void seed(TaskId taskId) {
        store.holding(taskId, 3);
    }

    @Override
    protected SortedMap<String, String> snapshot() {
        SortedMap<String, String> all = new TreeMap<>();
        store.items().forEach((name, amount) -> all.put(name, amount.toString()));
        return all;
    }

    @Override
    protected boolean holds(TaskId taskId) {
        return store.items().containsKey(taskId.value());
    }

    /** Likewise, but of a fixture: it proves no row. */
    @Override
    @Test
    protected void noNeighbourIsTouched() {
        super.noNeighbourIsTouched();
    }

    @Test
    void aBrokenOneFailsWithTheReasonItWasGiven() {
        store.holding(TASK, 3).broken(REFUSED);
        assertThat(store.explain(failureOf(store.survey(TASK)))).isEqualTo(REFUSED);
        assertThat(store.explain(failureOf(store.erase(deletion(TASK), Evidence.of(Unit.KEYS, 3)))))
                .isEqualTo(REFUSED);
        assertThat(holds(TASK)).isTrue();
    }

    @Test
    void aMendedOneWorksAgainWithWhatItHeld() {
        store.holding(TASK, 3).broken(REFUSED).mended();
        assertThat(await(store.survey(TASK)).counts().get(Unit.KEYS)).isEqualTo(3);
    }

    @Test
    void aRefusingOneTakesNothingAway() {
        store.holding(TASK, 3).refusing(REFUSED);
        assertThat(erase(TASK).failures()).containsExactly(REFUSED);
        assertThat(holds(TASK)).isTrue();
    }

    @Test
    void aForgettingOneClaimsToHaveErasedAndKeepsAnItem() {
        store.holding(TASK, 3).forgetting();
        Erased erased = erase(TASK);
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.KEYS)).isEqualTo(3);
        assertThat(await(store.survey(TASK)).isEmpty()).isFalse();
    }

    @Test
    void aSilentOneNeverAnswersAndChangesNothing() {
        store.holding(TASK, 3).silent();
        assertThat(store.survey(TASK).isComplete()).isFalse();
        assertThat(store.erase(deletion(TASK), Evidence.NOTHING).isComplete()).isFalse();
        assertThat(holds(TASK)).isTrue();
    }

    @Test
    void itsJournalTellsTheOrderOfOperations() {
        erase(TASK);
        assertThat(store.journal()).containsExactly("redis survey task-1", "redis erase task-1");
    }
}
