package io.tasksweep.codec;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.tasksweep.domain.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any result of a deletion. */
public final class TestingResults {
    private TestingResults() {}

    public static Arbitrary<DeletionResult> any() {
        Arbitrary<List<Warning>> warnings = Arbitraries.strings()
                .ofMaxLength(20)
                .map(text -> new Warning(Warning.Kind.AS_RECORDED, text))
                .list()
                .ofMaxSize(3);
        return Combinators.combine(
                        ids(),
                        Arbitraries.strings().ofMaxLength(40),
                        Arbitraries.of(true, false),
                        outcomes(),
                        warnings,
                        instants(),
                        Arbitraries.longs().between(0, 10_000_000).map(Duration::ofMillis))
                .as(DeletionResult::new);
    }

    public static Arbitrary<TaskId> ids() {
        return Arbitraries.strings()
                .withChars("aZ0._-")
                .ofMinLength(1)
                .ofMaxLength(128)
                .filter(text -> TaskId.parse(text).isPresent())
                .map(TaskId::new);
    }

    public static Arbitrary<Instant> instants() {
        return Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli);
    }

    private static Arbitrary<List<ResourceOutcome>> outcomes() {
        List<Arbitrary<ResourceOutcome>> each = Arrays.stream(ResourceKind.values())
                .map(TestingResults::outcome)
                .toList();
        return Combinators.combine(each).as(List::copyOf);
    }

    /** The failures are as they are read back: without advice of their own. */
    private static Arbitrary<ResourceOutcome> outcome(ResourceKind kind) {
        Arbitrary<Failure> failures = Combinators.combine(
                        Arbitraries.of(FailureCode.class), Arbitraries.strings().ofMaxLength(30))
                .as((code, message) -> new Failure(code, message, ""));
        return Arbitraries.oneOf(
                counts().map(counts -> new ResourceOutcome.Deleted(kind, counts)),
                Arbitraries.just(new ResourceOutcome.Skipped(kind)),
                Combinators.combine(counts(), failures)
                        .as((counts, failure) -> new ResourceOutcome.Failed(kind, counts, failure)));
    }

    private static Arbitrary<Counts> counts() {
        return Arbitraries.maps(Arbitraries.of(Unit.class), Arbitraries.longs().between(0, Long.MAX_VALUE))
                .ofMaxSize(4)
                .map(Counts::new);
    }
}
