package io.tasksweep.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReceiptFieldsTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");

    private static final DeletionResult RESULT = new DeletionResult(
            TASK,
            "d-1",
            true,
            Arrays.stream(ResourceKind.values())
                    .<ResourceOutcome>map(ResourceOutcome.Skipped::new)
                    .toList(),
            List.of(),
            TEN,
            Duration.ofSeconds(1));

    private static final Receipt FULL = new Receipt(
            TASK,
            "d-1",
            Receipt.State.INCOMPLETE,
            true,
            "tester",
            TEN,
            Optional.of(TEN.plusSeconds(1)),
            Optional.of(TEN.plusSeconds(9)),
            Set.of(ResourceKind.MINIO, ResourceKind.REDIS),
            7,
            new TreeSet<>(Set.of("t1", "t2")),
            true,
            2,
            Optional.of(RESULT));

    private static final Receipt BARE = bare(Set.of());

    /** Of a task that was created then. */
    private static Receipt bare(Set<String> createdAt) {
        return new Receipt(
                TASK,
                "d-1",
                Receipt.State.RUNNING,
                false,
                "",
                TEN,
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                0,
                new TreeSet<>(createdAt),
                false,
                0,
                Optional.empty());
    }

    private final ReceiptFields fields = new ReceiptFields(new OneResult());

    private static final class OneResult implements ResultFormat {
        @Override
        public String write(DeletionResult result) {
            return "the result";
        }

        @Override
        public DeletionResult read(String text) {
            if (!text.equals("the result")) {
                throw new IllegalStateException("no result: " + text);
            }
            return RESULT;
        }
    }

    private Map<String, String> written(Receipt receipt) {
        List<String> flat = fields.of(receipt);
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            pairs.put(flat.get(i), flat.get(i + 1));
        }
        return pairs;
    }

    @Test
    void whatIsWrittenReadsTheSame() {
        assertThat(fields.receipt(TASK, written(FULL))).isEqualTo(FULL);
        assertThat(fields.receipt(TASK, written(BARE))).isEqualTo(BARE);
    }

    @Test
    void whatIsAbsentIsNotWritten() {
        assertThat(written(BARE)).doesNotContainKeys("finished_at", "expires_at", "result", "passes", "fence");
        assertThat(written(FULL)).containsEntry("fence", "1").containsEntry("passes", "2");
    }

    @Test
    void aResultThatCannotBeReadIsNone() {
        Map<String, String> corrupt = written(FULL);
        corrupt.put("result", "{\"status\":");
        Receipt read = fields.receipt(TASK, corrupt);
        assertThat(read.result()).isEmpty();
        assertThat(read.outstanding()).isEqualTo(FULL.outstanding());
        assertThat(read.state()).isEqualTo(FULL.state());
    }

    @Test
    void wordsOfWorkersCannotForgeOthers() {
        assertThat(fields.receipt(TASK, written(bare(Set.of("t1\nt2")))).createdAt())
                .containsExactly("t1 t2");
    }

    @Test
    void withoutAStateItIsNoReceipt() {
        Map<String, String> corrupt = written(FULL);
        corrupt.put("state", "gone");
        assertThatThrownBy(() -> fields.receipt(TASK, corrupt)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void kindsThatAreUnknownAreLeftOut() {
        Map<String, String> newer = written(FULL);
        newer.put("outstanding", "minio\ntape");
        assertThat(fields.receipt(TASK, newer).outstanding()).isEqualTo(Set.of(ResourceKind.MINIO));
    }
}
