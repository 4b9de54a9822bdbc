package io.tasksweep.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.codec.DeletionJson;
import io.tasksweep.codec.TestingResults;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReceiptFieldsPropertyTest {
    private static final TaskId TASK = new TaskId("task-1");

    private final ReceiptFields fields = new ReceiptFields(new JsonResults());

    private static final class JsonResults implements ResultFormat {
        @Override
        public String write(DeletionResult result) {
            return DeletionJson.result(result).encode();
        }

        @Override
        public DeletionResult read(String text) {
            return DeletionJson.result(new JsonObject(text));
        }
    }

    @Property(tries = 2_000, seed = "42", edgeCases = EdgeCasesMode.NONE)
    void aReceiptComesBackAsItWasWritten(@ForAll("receipts") Receipt receipt) {
        assertThat(fields.receipt(TASK, written(receipt))).isEqualTo(receipt);
    }

    @Property(tries = 2_000, seed = "42", edgeCases = EdgeCasesMode.NONE)
    void aResultThatIsCutIsNone(@ForAll("receipts") Receipt receipt, @ForAll int at) {
        Map<String, String> cut = written(receipt);
        cut.computeIfPresent("result", (name, text) -> text.substring(0, Math.floorMod(at, text.length())));
        Receipt read = fields.receipt(TASK, cut);
        assertThat(read.result()).isEmpty();
        assertThat(read.outstanding()).isEqualTo(receipt.outstanding());
    }

    private Map<String, String> written(Receipt receipt) {
        List<String> flat = fields.of(receipt);
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            pairs.put(flat.get(i), flat.get(i + 1));
        }
        return pairs;
    }

    @Provide
    Arbitrary<Receipt> receipts() {
        Arbitrary<Instant> instants = TestingResults.instants();
        Arbitrary<Set<ResourceKind>> kinds =
                Arbitraries.of(ResourceKind.class).set().ofMaxSize(3);
        Arbitrary<TreeSet<String>> times = Arbitraries.strings()
                .withChars("0123456789:.TZ é")
                .ofMinLength(1)
                .ofMaxLength(20)
                .set()
                .ofMaxSize(3)
                .map(TreeSet::new);
        Arbitrary<Receipt> plain = Combinators.combine(
                        Arbitraries.of(Receipt.State.class),
                        Arbitraries.strings().ofMaxLength(20),
                        instants,
                        instants.optional(),
                        instants.optional(),
                        kinds,
                        Arbitraries.longs().between(0, Long.MAX_VALUE),
                        times)
                .as((state, actor, started, finished, expires, outstanding, late, created) -> new Receipt(
                        TASK,
                        "d-1",
                        state,
                        actor.length() % 2 == 0,
                        actor,
                        started,
                        finished,
                        expires,
                        outstanding,
                        late,
                        created,
                        late % 2 == 0,
                        (int) (late % 3),
                        Optional.empty()));
        return Combinators.combine(plain, TestingResults.any().optional()).as(ReceiptFieldsPropertyTest::with);
    }

    private static Receipt with(Receipt receipt, Optional<DeletionResult> result) {
        return new Receipt(
                receipt.taskId(),
                receipt.deletionId(),
                receipt.state(),
                receipt.force(),
                receipt.actor(),
                receipt.startedAt(),
                receipt.finishedAt(),
                receipt.expiresAt(),
                receipt.outstanding(),
                receipt.lateWrites(),
                receipt.createdAt(),
                receipt.fence(),
                receipt.passes(),
                result);
    }
}
