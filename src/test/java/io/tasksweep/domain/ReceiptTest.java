package io.tasksweep.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");
    private static final DeletionRequest SAFELY = new DeletionRequest(TASK, false, "tester", "r");
    private static final DeletionRequest BY_FORCE = new DeletionRequest(TASK, true, "tester", "r");
    private static final TaskState ENDED = new TaskState(1, Optional.empty(), new TreeSet<>(Set.of("t1")), false);
    private static final TaskState ACTIVE =
            new TaskState(1, Optional.of("it runs"), new TreeSet<>(Set.of("t2")), false);
    private static final TaskState ANOTHER = new TaskState(1, Optional.empty(), new TreeSet<>(Set.of("t3")), false);
    private static final Failure OUT = new Failure(FailureCode.UNAVAILABLE, "out");

    private static Receipt intent(DeletionRequest request, TaskState state, Optional<Receipt> earlier) {
        return Receipt.intent(request, "d-1", state, earlier, TEN, 2);
    }

    private static DeletionResult result(ResourceOutcome directory, ResourceOutcome redis, ResourceOutcome minio) {
        return new DeletionResult(
                TASK, "d-1", false, List.of(directory, redis, minio), List.of(), TEN.plusSeconds(3), Duration.ZERO);
    }

    private static DeletionResult skipped() {
        return result(
                new ResourceOutcome.Skipped(ResourceKind.LOCAL_DIRECTORY),
                new ResourceOutcome.Skipped(ResourceKind.REDIS),
                new ResourceOutcome.Skipped(ResourceKind.MINIO));
    }

    private static DeletionResult partial() {
        return result(
                new ResourceOutcome.Deleted(ResourceKind.LOCAL_DIRECTORY, Counts.of(Unit.FILES, 1)),
                new ResourceOutcome.Skipped(ResourceKind.REDIS),
                new ResourceOutcome.Failed(ResourceKind.MINIO, Counts.NONE, OUT));
    }

    @Test
    void anIntentNamesAllStoresAsOutstanding() {
        Receipt intent = intent(SAFELY, ENDED, Optional.empty());
        assertThat(intent.state()).isEqualTo(Receipt.State.RUNNING);
        assertThat(intent.outstanding()).containsExactlyInAnyOrder(ResourceKind.values());
        assertThat(intent.startedAt()).isEqualTo(TEN);
        assertThat(intent.createdAt()).containsExactly("t1");
        assertThat(intent.finishedAt()).isEmpty();
        assertThat(intent.expiresAt()).isEmpty();
        assertThat(intent.fence()).isFalse();
        assertThat(intent.passes()).isZero();
        assertThat(intent.open()).isTrue();
    }

    private static DeletionResult nothing() {
        return result(
                new ResourceOutcome.Skipped(ResourceKind.LOCAL_DIRECTORY),
                new ResourceOutcome.Skipped(ResourceKind.REDIS),
                new ResourceOutcome.Failed(ResourceKind.MINIO, Counts.NONE, OUT));
    }

    @Test
    void aRunThatRemovesNothingAndFindsNothingNewLeavesTheEarlierReceipt() {
        Receipt first = intent(SAFELY, ENDED, Optional.empty()).settled(partial(), TEN);
        Receipt done = intent(SAFELY, ENDED, Optional.empty()).settled(skipped(), TEN);
        Instant later = TEN.plusSeconds(500);

        assertThat(again(SAFELY, ENDED, first, nothing(), later)).isEqualTo(first);
        assertThat(again(SAFELY, TaskState.NONE, done, skipped(), later).deletionId())
                .isEqualTo("d-2");
    }

    @Test
    void aRunThatSaysAnythingElseReplacesTheEarlierReceipt() {
        Receipt first = intent(SAFELY, ENDED, Optional.empty()).settled(partial(), TEN);
        Instant later = TEN.plusSeconds(500);

        assertThat(again(SAFELY, ENDED, first, partial(), later)).isNotEqualTo(first);
        assertThat(again(SAFELY, ENDED, first, skipped(), later).state()).isEqualTo(Receipt.State.DONE);
        assertThat(again(BY_FORCE, ENDED, first, nothing(), later).force()).isTrue();
        assertThat(again(BY_FORCE, ACTIVE, first, nothing(), later).fence()).isTrue();
        assertThat(again(SAFELY, ANOTHER, first, nothing(), later).createdAt()).contains("t3");
        assertThat(again(SAFELY, ENDED, first.released(TEN, TEN), nothing(), later)
                        .unfinished())
                .isTrue();
        assertThat(again(SAFELY, ENDED, intent(SAFELY, ENDED, Optional.empty()), nothing(), later)
                        .state())
                .isEqualTo(Receipt.State.INCOMPLETE);
    }

    private static Receipt again(
            DeletionRequest request, TaskState state, Receipt earlier, DeletionResult ended, Instant expiry) {
        return Receipt.intent(request, "d-2", state, Optional.of(earlier), TEN, 2)
                .settled(ended, Optional.of(earlier), expiry);
    }

    /** Passes would delete what the run has left alone. Until it is done, workers must not write. */
    @Test
    void afterARunThatSparesAStoreThereAreNoPasses() {
        Receipt intent = intent(BY_FORCE, ACTIVE, Optional.empty());
        assertThat(intent.sparing(Set.of())).isEqualTo(intent);
        Receipt sparing = intent.sparing(Set.of(ResourceKind.LOCAL_DIRECTORY));
        assertThat(sparing.outstanding()).containsExactlyInAnyOrder(ResourceKind.REDIS, ResourceKind.MINIO);
        assertThat(sparing.fence()).isTrue();

        Receipt incomplete = sparing.settled(nothing(), TEN);
        assertThat(incomplete.fence()).isTrue();
        assertThat(incomplete.open()).isTrue();
        Receipt done = sparing.settled(skipped(), TEN);
        assertThat(done.passes()).isZero();
        assertThat(done.fence()).isFalse();
        assertThat(done.open()).isFalse();
        assertThat(intent.settled(skipped(), TEN).passes()).isEqualTo(2);
    }

    /** Whoever asks for the receipt must learn of it, and still of what was removed. */
    @Test
    void whatARunHasLeftAloneIsToldOnceAndNothingForgottenForIt() {
        Receipt earlier = intent(SAFELY, ENDED, Optional.empty()).settled(partial(), TEN.plusSeconds(100));
        Warning alone = DeletionRules.leftAlone(ResourceKind.REDIS);
        Warning other = new Warning(Warning.Kind.STATE_MISSING, "No state.");

        Receipt vain = again(SAFELY, ENDED, earlier, nothing().warned(other).warned(alone), TEN.plusSeconds(200));
        assertThat(vain.deletionId()).isEqualTo(earlier.deletionId());
        assertThat(vain.finishedAt()).isEqualTo(earlier.finishedAt());
        assertThat(vain.result()).hasValue(partial().warned(alone));
        assertThat(again(SAFELY, ENDED, vain, nothing().warned(alone), TEN.plusSeconds(300)))
                .isEqualTo(vain);

        Receipt done = again(SAFELY, ENDED, vain, skipped().warned(alone), TEN.plusSeconds(400));
        assertThat(done.state()).isEqualTo(Receipt.State.DONE);
        assertThat(done.result()).hasValue(partial().warned(alone));
    }

    /** As it comes back from Redis, where only its text is kept. */
    @Test
    void whatIsNotLeftAloneAnyMoreIsToldNoMore() {
        Warning alone = DeletionRules.leftAlone(ResourceKind.REDIS);
        Warning recorded = new Warning(Warning.Kind.AS_RECORDED, alone.text());
        Receipt earlier =
                intent(SAFELY, ENDED, Optional.empty()).settled(partial().warned(recorded), TEN.plusSeconds(100));

        assertThat(again(SAFELY, ENDED, earlier, nothing().warned(alone), TEN).result())
                .hasValue(partial().warned(alone));
        assertThat(again(SAFELY, ENDED, earlier, nothing(), TEN).result()).hasValue(partial());
    }

    @Test
    void onlyForceOverAnActiveTaskGetsAFenceAndPasses() {
        assertThat(intent(BY_FORCE, ACTIVE, Optional.empty()).fence()).isTrue();
        assertThat(intent(BY_FORCE, ACTIVE, Optional.empty()).passes()).isEqualTo(2);
        assertThat(intent(BY_FORCE, ENDED, Optional.empty()).fence()).isFalse();
        assertThat(intent(SAFELY, ACTIVE, Optional.empty()).fence()).isFalse();
    }

    @Test
    void anIntentKeepsWhatAnEarlierRunKnew() {
        Receipt earlier = intent(BY_FORCE, ACTIVE, Optional.empty())
                .settled(partial(), TEN.plusSeconds(100))
                .found(7);
        Receipt again = intent(SAFELY, ENDED, Optional.of(earlier));
        assertThat(again.createdAt()).containsExactly("t1", "t2");
        assertThat(again.lateWrites()).isEqualTo(7);
        assertThat(again.fence()).isTrue();
        assertThat(again.passes()).isEqualTo(2);
        assertThat(again.result()).hasValue(partial());
    }

    /** A name that is used again and again: the state's own creation times stay, though older, and else the latest. */
    @Test
    void anIntentKeepsOnlySoManyCreationTimes() {
        Receipt last = intent(SAFELY, ENDED, Optional.empty());
        for (int i = 1_000; i < 1_150; i++) {
            TaskState state = new TaskState(1, Optional.empty(), new TreeSet<>(Set.of("t" + i)), false);
            last = intent(SAFELY, state, Optional.of(last));
        }
        assertThat(last.createdAt())
                .hasSize(TaskState.MOST_CREATION_TIMES)
                .contains("t1050", "t1149")
                .doesNotContain("t1", "t1049");
        assertThat(intent(SAFELY, ENDED, Optional.of(last)).createdAt())
                .hasSize(TaskState.MOST_CREATION_TIMES)
                .contains("t1", "t1051", "t1149")
                .doesNotContain("t1050");
    }

    @Test
    void whatIsLeftIsOutstandingForEver() {
        Receipt settled = intent(SAFELY, ENDED, Optional.empty()).settled(partial(), TEN.plusSeconds(100));
        assertThat(settled.state()).isEqualTo(Receipt.State.INCOMPLETE);
        assertThat(settled.outstanding()).containsExactly(ResourceKind.MINIO);
        assertThat(settled.expiresAt()).isEmpty();
        assertThat(settled.finishedAt()).hasValue(TEN.plusSeconds(3));
        assertThat(settled.result()).hasValue(partial());
        assertThat(settled.open()).isTrue();
    }

    @Test
    void aTombstoneExpiresAndKeepsTheResultThatRemovedSomething() {
        Receipt first = intent(SAFELY, ENDED, Optional.empty()).settled(partial(), TEN.plusSeconds(100));
        Receipt done = intent(SAFELY, ENDED, Optional.of(first)).settled(skipped(), TEN.plusSeconds(200));
        assertThat(done.state()).isEqualTo(Receipt.State.DONE);
        assertThat(done.outstanding()).isEmpty();
        assertThat(done.expiresAt()).hasValue(TEN.plusSeconds(200));
        assertThat(done.result()).hasValue(partial());
        assertThat(done.open()).isFalse();
        assertThat(intent(SAFELY, ENDED, Optional.empty())
                        .settled(skipped(), TEN)
                        .result())
                .hasValue(skipped());
    }

    /** Its passes count from the last run. */
    @Test
    void aTombstoneWithPassesToComeIsWrittenAnewToo() {
        Receipt done = intent(BY_FORCE, ACTIVE, Optional.empty()).settled(skipped(), TEN.plusSeconds(100));
        assertThat(again(BY_FORCE, ACTIVE, done, skipped(), TEN.plusSeconds(100))
                        .deletionId())
                .isEqualTo("d-2");
    }

    @Test
    void theFenceStaysUntilTheLastPassOrWhileSomethingIsLeft() {
        Receipt done = intent(BY_FORCE, ACTIVE, Optional.empty()).settled(skipped(), TEN.plusSeconds(100));
        assertThat(done.fence()).isTrue();
        assertThat(done.open()).isTrue();
        assertThat(done.expiresAt()).isEmpty();
        Receipt once = done.passed(3, TEN.plusSeconds(110));
        assertThat(once.expiresAt()).isEmpty();
        assertThat(once.passes()).isEqualTo(1);
        assertThat(once.lateWrites()).isEqualTo(3);
        assertThat(once.fence()).isTrue();
        Receipt twice = once.passed(4, TEN.plusSeconds(160));
        assertThat(twice.passes()).isZero();
        assertThat(twice.lateWrites()).isEqualTo(7);
        assertThat(twice.fence()).isFalse();
        assertThat(twice.open()).isFalse();
        assertThat(twice.expiresAt()).hasValue(TEN.plusSeconds(160));
        assertThat(twice.passed(0, TEN).passes()).isZero();

        Receipt withoutPasses = Receipt.intent(BY_FORCE, "d-1", ACTIVE, Optional.empty(), TEN, 0);
        assertThat(withoutPasses.settled(skipped(), TEN).fence()).isFalse();
        assertThat(withoutPasses.settled(skipped(), TEN).expiresAt()).hasValue(TEN);
        assertThat(withoutPasses.settled(partial(), TEN).fence()).isTrue();
    }

    @Test
    void aPassThatCouldNotFinishCountsWhatItFound() {
        Receipt done = intent(BY_FORCE, ACTIVE, Optional.empty()).settled(skipped(), TEN.plusSeconds(100));
        assertThat(done.found(5).passes()).isEqualTo(2);
        assertThat(done.found(5).lateWrites()).isEqualTo(5);
        assertThat(done.found(5).fence()).isTrue();
    }

    @Test
    void whatIsReleasedIsNobodysAnyMoreAndExpires() {
        Receipt done = intent(BY_FORCE, ACTIVE, Optional.empty()).settled(skipped(), TEN.plusSeconds(100));
        Receipt released = done.released(TEN.plusSeconds(400), TEN.plusSeconds(500));
        assertThat(released.state()).isEqualTo(Receipt.State.DONE);
        assertThat(released.finishedAt()).isEqualTo(done.finishedAt());
        assertThat(released.passes()).isZero();
        assertThat(released.fence()).isFalse();
        assertThat(released.expiresAt()).hasValue(TEN.plusSeconds(500));
        assertThat(released.released(TEN.plusSeconds(600), TEN.plusSeconds(700)))
                .isEqualTo(released);
    }

    @Test
    void whatIsReleasedBeforeItsEndIsIncompleteAndNotUnderWay() {
        Receipt cutOff = intent(SAFELY, ENDED, Optional.empty());
        Receipt left = cutOff.settled(partial(), TEN.plusSeconds(100));
        for (Receipt unfinished : List.of(cutOff, left)) {
            Receipt released = unfinished.released(TEN.plusSeconds(400), TEN.plusSeconds(500));
            assertThat(released.state()).isEqualTo(Receipt.State.INCOMPLETE);
            assertThat(released.outstanding()).isEqualTo(unfinished.outstanding());
            assertThat(released.expiresAt()).hasValue(TEN.plusSeconds(500));
            assertThat(unfinished.unfinished()).isTrue();
            assertThat(released.unfinished()).isFalse();
            assertThat(released.open()).as("looked after by nobody").isFalse();
        }
        assertThat(cutOff.released(TEN.plusSeconds(400), TEN.plusSeconds(500)).finishedAt())
                .hasValue(TEN.plusSeconds(400));
        assertThat(left.released(TEN.plusSeconds(400), TEN.plusSeconds(500)).finishedAt())
                .isEqualTo(left.finishedAt());
    }

    @Test
    void statesAreWrittenInSmallLetters() {
        for (Receipt.State state : Receipt.State.values()) {
            assertThat(Labelled.of(Receipt.State.class, state.label())).hasValue(state);
        }
        assertThat(Receipt.State.INCOMPLETE.label()).isEqualTo("incomplete");
        assertThat(Labelled.of(Receipt.State.class, "gone")).isEmpty();
    }
}
