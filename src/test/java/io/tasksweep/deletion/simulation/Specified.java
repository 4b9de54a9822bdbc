package io.tasksweep.deletion.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.Warning;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a request must be told when one operation broke. */
final class Specified {
    private Specified() {}

    static void outcome(FaultAt fault, DeletionVerdict verdict) {
        if (fault.isAt(Operation.TAKE) && fault.neverHeard()) {
            assertThat(reason(verdict)).hasValue(Refusal.Reason.DELETION_IN_PROGRESS); // the sweeper will finish it
            return;
        }
        DeletionResult result = verdict.<DeletionResult>fold(DeletionVerdict.Completed::result, refused -> {
            throw new AssertionError(fault + ": " + refused.refusal());
        });
        Set<ResourceKind> failed = result.outcomes().stream()
                .filter(ResourceOutcome::isFailed)
                .map(ResourceOutcome::kind)
                .collect(Collectors.toSet());
        assertThat(failed).as("%s failed", fault).isEqualTo(failing(fault));
        assertThat(result.outcomes().stream().filter(ResourceOutcome::isDeleted).count())
                .as("%s deleted", fault)
                .isEqualTo(3 - failed.size());
        assertThat(result.warnings())
                .extracting(Warning::kind)
                .as(fault.toString())
                .containsExactlyElementsOf(warnings(fault));
    }

    private static Optional<Refusal.Reason> reason(DeletionVerdict verdict) {
        return verdict.<Optional<Refusal.Reason>>fold(
                done -> Optional.empty(),
                refused -> Optional.of(refused.refusal().reason()));
    }

    /** Which stores' outcomes must be failures. */
    private static Set<ResourceKind> failing(FaultAt fault) {
        Set<ResourceKind> failing = EnumSet.noneOf(ResourceKind.class);
        if (fault.isAt(Operation.LOOK_AGAIN) && fault.always()) {
            failing.add(ResourceKind.REDIS); // it is asked once more before the keys go
        }
        fault.hit().filter(fault::isAt).flatMap(Specified::kind).ifPresent(kind -> {
            boolean readUnderLease = fault.isAt(Operation.LOOK);
            boolean askedAgain = !fault.hitUnderLease() && !fault.always() && (!fault.silent() || readUnderLease);
            boolean erasedAgain = fault.forgetsOnly();
            if (!askedAgain && !erasedAgain) {
                failing.add(kind);
            }
        });
        return failing;
    }

    /** The store whose outcome rests on that operation. */
    private static Optional<ResourceKind> kind(Operation operation) {
        return switch (operation) {
            case SURVEY_DIRECTORY, ERASE_DIRECTORY -> Optional.of(ResourceKind.LOCAL_DIRECTORY);
            case SURVEY_OBJECTS, ERASE_OBJECTS -> Optional.of(ResourceKind.MINIO);
            case SURVEY_KEYS, ERASE_KEYS, LOOK -> Optional.of(ResourceKind.REDIS);
            default -> Optional.empty();
        };
    }

    private static List<Warning.Kind> warnings(FaultAt fault) {
        Operation hit = fault.hit().filter(fault::isAt).orElse(Operation.DUE);
        boolean unknown = (hit == Operation.LOOK || hit == Operation.LOOK_AGAIN) && fault.always();
        boolean noIntent = fault.always() && (hit == Operation.TAKE || hit == Operation.FIND_RECEIPT);
        return Arrays.stream(Warning.Kind.values())
                .filter(kind -> switch (kind) {
                    case STATE_UNKNOWN -> unknown;
                    case NO_INTENT -> noIntent;
                    case NO_RECEIPT -> hit == Operation.SETTLE;
                    default -> false;
                })
                .toList();
    }
}
