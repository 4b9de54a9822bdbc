package io.tasksweep.codec;

import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.ResourceKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts a receipt to JSON ({@code TaskDeletionReceipt} of the contract). */
public final class ReceiptJson {
    private ReceiptJson() {}

    public static JsonObject receipt(Receipt receipt) {
        return new JsonObject()
                .put("task_id", receipt.taskId().value())
                .put("deletion_id", receipt.deletionId())
                .put("state", receipt.state().label())
                .put("force", receipt.force())
                .put("actor", receipt.actor())
                .put("started_at", DeletionJson.instant(receipt.startedAt()))
                .put("finished_at", instant(receipt.finishedAt()))
                .put("expires_at", instant(receipt.expiresAt()))
                .put(
                        "outstanding",
                        new JsonArray(receipt.outstanding().stream()
                                .sorted()
                                .map(ResourceKind::label)
                                .toList()))
                .put("late_writes", receipt.lateWrites())
                .put("result", result(receipt.result()));
    }

    private static @Nullable String instant(Optional<Instant> instant) {
        return instant.map(DeletionJson::instant).orElse(null);
    }

    private static @Nullable JsonObject result(Optional<DeletionResult> result) {
        return result.map(DeletionJson::result).orElse(null);
    }
}
