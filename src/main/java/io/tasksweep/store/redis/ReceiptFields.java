package io.tasksweep.store.redis;

import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.Labelled;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A receipt as the fields of a hash. Workers read {@code fence}; the others are for this service only. */
final class ReceiptFields {
    private static final String SEPARATOR = "\n"; // no word that is joined here has one

    private final ResultFormat results;

    ReceiptFields(ResultFormat results) {
        this.results = results;
    }

    /** Alternating names and values, as {@code HSET} takes them. */
    List<String> of(Receipt receipt) {
        List<String> fields = new ArrayList<>(List.of(
                "deletion_id", receipt.deletionId(),
                "state", receipt.state().label(),
                "force", Boolean.toString(receipt.force()),
                "actor", receipt.actor(),
                "started_at", receipt.startedAt().toString(),
                "outstanding",
                        joined(receipt.outstanding().stream()
                                .map(ResourceKind::label)
                                .sorted()
                                .toList()),
                "late_writes", Long.toString(receipt.lateWrites()),
                "created_at", joined(receipt.createdAt())));
        receipt.finishedAt().ifPresent(at -> fields.addAll(List.of("finished_at", at.toString())));
        receipt.expiresAt().ifPresent(at -> fields.addAll(List.of("expires_at", at.toString())));
        receipt.result().ifPresent(result -> fields.addAll(List.of("result", results.write(result))));
        if (receipt.passes() > 0) {
            fields.addAll(List.of("passes", Integer.toString(receipt.passes())));
        }
        if (receipt.fence()) {
            fields.addAll(List.of("fence", "1"));
        }
        return fields;
    }

    /** The fields by name, in the order in which Redis lists them. */
    static Map<String, String> pairs(Response answer) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            pairs.put(answer.get(i).toString(), answer.get(i + 1).toString());
        }
        return pairs;
    }

    /** @throws RuntimeException if the fields are not a receipt; an unreadable result does not count */
    Receipt receipt(TaskId taskId, Map<String, String> fields) {
        return new Receipt(
                taskId,
                fields.getOrDefault("deletion_id", ""),
                Labelled.of(Receipt.State.class, fields.getOrDefault("state", ""))
                        .orElseThrow(),
                Boolean.parseBoolean(fields.get("force")),
                fields.getOrDefault("actor", ""),
                Instant.parse(fields.getOrDefault("started_at", "")),
                instant(fields, "finished_at"),
                instant(fields, "expires_at"),
                kinds(fields.getOrDefault("outstanding", "")),
                Long.parseLong(fields.getOrDefault("late_writes", "0")),
                new TreeSet<>(split(fields.getOrDefault("created_at", ""))),
                "1".equals(fields.get("fence")),
                Integer.parseInt(fields.getOrDefault("passes", "0")),
                result(fields));
    }

    /** An unreadable result counts as none: what is stored about an earlier deletion must not make a task undeletable. */
    private Optional<DeletionResult> result(Map<String, String> fields) {
        try {
            return Optional.ofNullable(fields.get("result")).map(results::read);
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(Map<String, String> fields, String name) {
        return Optional.ofNullable(fields.get(name)).map(Instant::parse);
    }

    private static Set<ResourceKind> kinds(String labels) {
        return split(labels).stream()
                .map(label -> Labelled.of(ResourceKind.class, label))
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String joined(Collection<String> words) {
        return words.stream().map(word -> word.replace(SEPARATOR, " ")).collect(Collectors.joining(SEPARATOR));
    }

    private static List<String> split(String words) {
        return Arrays.stream(words.split(SEPARATOR))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
