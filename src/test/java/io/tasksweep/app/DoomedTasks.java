package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import io.vertx.redis.client.Command;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Tasks whose deletion is cut off, with neighbours of each; what a crash may leave behind, and what must come of it. */
final class DoomedTasks {
    private static final int AT_ONCE = 60; // below limits.concurrent-deletions

    private final TestingPlatform platform;
    private final List<String> tasks = new ArrayList<>();
    private final SortedMap<String, String> neighbours = new TreeMap<>();

    DoomedTasks(TestingPlatform platform) {
        this.platform = platform;
    }

    /** Must be told of all tasks before the first is made. */
    void seedNeighboursOf(List<String> ids) {
        ids.forEach(id -> List.of(id + "0", id + ".bak", id.toUpperCase(Locale.ROOT))
                .forEach(name -> platform.task(name, "pending", "SUCCESS")));
        neighbours.putAll(platform.snapshot());
    }

    /** With so many files, and half as many objects, besides those of every task. */
    void make(String id, int files) {
        tasks.add(id);
        platform.task(id, "pending", "SUCCESS");
        IntStream.range(0, files).forEach(i -> platform.file(id + "/frames/" + i % 7 + "/" + i, "frame " + i));
        IntStream.range(0, files / 2).forEach(i -> platform.object(id + "/frames/" + i, "frame " + i));
    }

    int size() {
        return tasks.size();
    }

    /** I06: while a file or object is there, so is the state, or a receipt that says so. */
    void assertTheRecordGoesLast(String id) {
        boolean data = Files.exists(platform.share().resolve(id))
                || Files.exists(platform.share().resolve(".tasksweep").resolve(id))
                || platform.objects().objects().keySet().stream().anyMatch(key -> key.startsWith(id + "/"));
        boolean record = !platform.redis().keys(id + ":*:*").isEmpty() || !"done".equals(receipt(id));
        assertThat(record || !data).as("I06 for " + id).isTrue();
    }

    /** Whether whoever began its deletion has not ended it. */
    boolean isCutOff(String id) {
        return "running".equals(receipt(id));
    }

    private String receipt(String id) {
        return platform.redis()
                .ask(Command.HGET, "tasksweep:receipt:{" + id + "}", "state")
                .map(String::valueOf)
                .orElse("done");
    }

    /** One repeat each, which waits for the lease of the dead. Nothing is cleared away by hand. */
    void finishWith(ServiceProcess survivor) {
        survivor.ready();
        for (int from = 0; from < tasks.size(); from += AT_ONCE) {
            assertThat(survivor.deleteAll(tasks.subList(from, Math.min(tasks.size(), from + AT_ONCE))))
                    .allMatch(reply -> reply.status() == 200)
                    .allMatch(reply -> "success".equals(reply.body().getString("status")));
        }
    }

    void assertNothingIsLeftAndNobodyElseTouched() {
        SortedMap<String, String> after = platform.snapshot();
        after.keySet()
                .removeIf(name -> name.startsWith("key tasksweep:receipt:{")
                        || name.equals("key tasksweep:open")
                        || name.equals("file .tasksweep/")
                        || name.equals("key tasksweep:lease:{warm-up}"));
        assertThat(after).containsExactlyInAnyOrderEntriesOf(neighbours);
        assertThat(tasks).noneMatch(platform::holds);
        assertThat(tasks).allMatch(id -> "done".equals(receipt(id)));
    }
}
