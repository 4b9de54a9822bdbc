package io.tasksweep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Neighbours of one task, in all three stores: names that a careless pattern or prefix would take for its own. Whatever is
 * done to the task, they stay, and so does all else that the stores hold when they are made.
 */
public final class Decoys implements AutoCloseable {
    private static final List<Integer> OTHER_DATABASES = List.of(0, 4);

    private final TestingPlatform platform;
    private final String taskId;
    private final List<RedisClient> elsewhere;
    private final SortedMap<String, String> before;

    private Decoys(TestingPlatform platform, String taskId) {
        this.platform = platform;
        this.taskId = taskId;
        this.elsewhere = OTHER_DATABASES.stream()
                .map(database -> new RedisClient(platform.redisPort(), database))
                .toList();
        neighbours().forEach(name -> platform.task(name, "pending", "SUCCESS"));
        foreignKeys().forEach(key -> platform.redis().set(key, "not of " + taskId));
        elsewhere.forEach(redis -> redis.set(taskId + ":ffmpeg:extract_audio", "another database"));
        this.before = seen();
    }

    public static Decoys around(TestingPlatform platform, String taskId) {
        return new Decoys(platform, taskId);
    }

    private List<String> neighbours() {
        String capital = taskId.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + taskId.substring(1);
        return List.of(
                taskId + "0",
                taskId + ".bak",
                taskId + "-",
                taskId + "_",
                taskId + ".",
                capital,
                taskId.toUpperCase(java.util.Locale.ROOT),
                taskId.substring(0, taskId.length() - 1) + "x",
                taskId.substring(1));
    }

    private List<String> foreignKeys() {
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
                .anyMatch(name -> name.startsWith("database 4 "));
        assertThat(seen()).containsExactlyInAnyOrderEntriesOf(before);
    }

    private SortedMap<String, String> seen() {
        SortedMap<String, String> all = new TreeMap<>(platform.snapshot());
        all.keySet().removeIf(this::isOfTheTask);
        elsewhere.forEach(redis -> redis.snapshot()
                .forEach((key, print) ->
                        all.put("database " + OTHER_DATABASES.get(elsewhere.indexOf(redis)) + " " + key, print)));
        return all;
    }

    /** The task's own data, and what the service keeps of it. */
    private boolean isOfTheTask(String name) {
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
