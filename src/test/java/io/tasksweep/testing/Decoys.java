package io.tasksweep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Neighbours of tasks in all three stores, with names that a careless pattern or prefix would match as well. Whatever is done to the
 * task, the decoys must stay, and so must everything else that the stores held when the decoys were made.
 */
public final class Decoys implements AutoCloseable {
    private static final List<Integer> OTHER_DATABASES = List.of(0, 4);
    private static final long A_DAY = Duration.ofDays(1).toSeconds();

    private final TestingPlatform platform;
    private final List<String> tasks;
    private final List<RedisClient> elsewhere;
    private final SortedMap<String, String> before;

    private Decoys(TestingPlatform platform, List<String> tasks) {
        this.platform = platform;
        this.tasks = tasks;
        this.elsewhere = OTHER_DATABASES.stream()
                .map(database -> new RedisClient(platform.redisPort(), database))
                .toList();
        tasks.forEach(this::seedAround);
        this.before = seen();
    }

    /** @param more further tasks that may be deleted; no neighbour of one may be another */
    public static Decoys around(TestingPlatform platform, String taskId, String... more) {
        return around(
                platform, Stream.concat(Stream.of(taskId), Stream.of(more)).toList());
    }

    /** Likewise around each of those. */
    public static Decoys around(TestingPlatform platform, List<String> tasks) {
        return new Decoys(platform, tasks);
    }

    private void seedAround(String taskId) {
        neighbours(taskId).forEach(name -> platform.task(name, "pending", "SUCCESS"));
        foreignKeys(taskId).forEach(key -> platform.redis().set(key, "not of " + taskId));
        platform.redis().ask(Command.SET, taskId + "0:expiring:f", "not of " + taskId, "EX", A_DAY);
        elsewhere.forEach(redis -> redis.set(taskId + ":ffmpeg:extract_audio", "another database"));
    }

    private static List<String> neighbours(String taskId) {
        String capital = taskId.substring(0, 1).toUpperCase(Locale.ROOT) + taskId.substring(1);
        String shorter = taskId.substring(0, taskId.length() - 1);
        String last = taskId.substring(shorter.length());
        return Stream.of(
                        taskId + "0",
                        taskId + ".bak",
                        taskId + "-",
                        taskId + "_",
                        taskId + ".",
                        capital,
                        taskId.toUpperCase(Locale.ROOT),
                        shorter + "x",
                        shorter + "?",
                        shorter + "[" + last + "]",
                        taskId.substring(0, Math.max(0, taskId.lastIndexOf('-'))),
                        taskId.substring(1))
                .filter(name -> !name.isEmpty() && !name.equals(taskId))
                .toList();
    }

    private static List<String> foreignKeys(String taskId) {
        return List.of(
                taskId + "*:n:f",
                taskId + "?:n:f",
                "[" + taskId + "]:n:f",
                taskId + "\\:n:f",
                "x:" + taskId + ":n:f",
                taskId + ":n",
                "tasksweep:receipt:{" + taskId + "0}",
                "tasksweep:of-others");
    }

    /** @throws AssertionError if a neighbour is not as it was */
    public void assertUnchanged() {
        assertThat(before.keySet())
                .as("there are decoys of each kind")
                .anyMatch(name -> name.startsWith("file "))
                .anyMatch(name -> name.startsWith("key "))
                .anyMatch(name -> name.startsWith("object "))
                .anyMatch(name -> name.startsWith("database 0 "))
                .anyMatch(name -> name.startsWith("database 4 "));
        assertThat(before.entrySet())
                .as("and one that will expire")
                .anyMatch(one ->
                        one.getKey().endsWith(":expiring:f") && one.getValue().endsWith(" expires"));
        assertThat(seen()).containsExactlyInAnyOrderEntriesOf(before);
    }

    private SortedMap<String, String> seen() {
        SortedMap<String, String> all = new TreeMap<>(platform.snapshot());
        all.keySet().removeIf(name -> tasks.stream().anyMatch(taskId -> isOf(taskId, name)));
        elsewhere.forEach(redis -> redis.snapshot()
                .forEach((key, print) ->
                        all.put("database " + OTHER_DATABASES.get(elsewhere.indexOf(redis)) + " " + key, print)));
        return all;
    }

    /** A task's own data, and what the service keeps of it. */
    private static boolean isOf(String taskId, String name) {
        boolean foreign = name.equals("key " + taskId + ":n");
        return !foreign
                && (name.startsWith("file " + taskId + "/")
                        || name.startsWith("file .tasksweep/")
                        || name.startsWith("key " + taskId + ":")
                        || name.startsWith("object " + taskId + "/")
                        || name.equals("key workflow_state:" + taskId)
                        || name.equals("key tasksweep:open")
                        || (name.startsWith("key tasksweep:") && name.endsWith(":{" + taskId + "}")));
    }

    @Override
    public void close() {
        elsewhere.forEach(RedisClient::close);
    }
}
