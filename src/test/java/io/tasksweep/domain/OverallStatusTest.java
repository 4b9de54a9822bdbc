package io.tasksweep.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OverallStatusTest {
    private static final Failure FAILURE = new Failure(FailureCode.TIMEOUT, "late");
    private static final List<Function<ResourceKind, ResourceOutcome>> OUTCOMES = List.of(
            kind -> new ResourceOutcome.Deleted(kind, Counts.of(Unit.KEYS, 1)),
            ResourceOutcome.Skipped::new,
            kind -> new ResourceOutcome.Failed(kind, Counts.NONE, FAILURE));

    static Stream<List<ResourceOutcome>> all27() {
        return OUTCOMES.stream()
                .flatMap(directory -> OUTCOMES.stream()
                        .flatMap(redis -> OUTCOMES.stream()
                                .map(minio -> List.of(
                                        directory.apply(ResourceKind.LOCAL_DIRECTORY),
                                        redis.apply(ResourceKind.REDIS),
                                        minio.apply(ResourceKind.MINIO)))));
    }

    @ParameterizedTest
    @MethodSource("all27")
    void i15_theStatusAgreesWithTheOutcomes(List<ResourceOutcome> outcomes) {
        long failed = outcomes.stream().filter(ResourceOutcome::isFailed).count();
        long deleted = outcomes.stream().filter(ResourceOutcome::isDeleted).count();
        OverallStatus expected =
                failed == 0 ? OverallStatus.SUCCESS : deleted > 0 ? OverallStatus.PARTIAL_FAILED : OverallStatus.FAILED;
        assertThat(result(outcomes).status()).isEqualTo(expected);
    }

    @Test
    void aResultHasOneOutcomeOfEachStoreInOrder() {
        List<ResourceOutcome> good = all27().findFirst().orElseThrow();
        assertThatIllegalArgumentException().isThrownBy(() -> result(good.subList(0, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> result(List.of(good.get(1), good.get(0), good.get(2))));
        assertThatIllegalArgumentException().isThrownBy(() -> result(List.of(good.get(0), good.get(0), good.get(2))));
    }

    private static DeletionResult result(List<ResourceOutcome> outcomes) {
        return new DeletionResult(new TaskId("task-1"), "d", false, outcomes, List.of(), Instant.EPOCH, Duration.ZERO);
    }

    @Test
    void i16_ofSeveralFailuresOneThatARepeatCanMendIsEnough() {
        Failure denied = new Failure(FailureCode.ACCESS_DENIED, "denied");
        assertThat(Failure.worthiest(List.of(denied, FAILURE, denied))).hasValue(FAILURE);
        assertThat(Failure.worthiest(List.of(denied))).hasValue(denied);
        assertThat(Failure.worthiest(List.of())).isEmpty();
    }
}
