package io.tasksweep.sandbox;

import io.tasksweep.testing.TestingPlatform;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A task as the platform leaves it.
 *
 * @param title what became of it
 * @param expectation what a request will say, and why
 * @param files how many files its directory holds; 0 for no directory
 * @param objects how many objects lie under its prefix
 * @param states its state records: {@code node:function} to JSON
 */
public record SampleTask(
        String id, String title, String expectation, int files, int objects, Map<String, JsonObject> states) {
    /** One of each kind that an operator meets. */
    public static List<SampleTask> all() {
        return List.of(
                new SampleTask(
                        "task-demo-001",
                        "finished, as the platform leaves it: 'pending' over stages that say SUCCESS",
                        "200 success: three times deleted; a repeat says three times skipped",
                        12,
                        3,
                        Map.of(
                                "ffmpeg:extract_audio",
                                        TestingPlatform.state("pending", "ffmpeg.extract_audio", "SUCCESS"),
                                "whisper:transcribe", TestingPlatform.state("pending", "whisper.transcribe", "SUCCESS"),
                                "gateway:merge", TestingPlatform.state("pending", "gateway.merge", "SUCCESS"))),
                new SampleTask(
                        "task-failed-002",
                        "failed, with left-overs",
                        "200 success: a failed task may be deleted",
                        5,
                        2,
                        Map.of("whisper:transcribe", TestingPlatform.state("pending", "whisper.transcribe", "FAILED"))),
                new SampleTask(
                        "task-running-003",
                        "running: a stage is IN_PROGRESS",
                        "400 task_active; with force 200 success and a warning",
                        4,
                        1,
                        Map.of(
                                "whisper:transcribe",
                                TestingPlatform.state("pending", "whisper.transcribe", "IN_PROGRESS"))),
                new SampleTask(
                        "task-expired-004",
                        "its state has expired",
                        "200 success: redis skipped, and a warning that the state is missing",
                        6,
                        2,
                        Map.of()),
                new SampleTask(
                        "task-nodir-005",
                        "its directory was removed by hand",
                        "200 success: local_directory skipped",
                        0,
                        2,
                        Map.of(
                                "ffmpeg:extract_audio",
                                TestingPlatform.state("pending", "ffmpeg.extract_audio", "SUCCESS"))));
    }

    /** Makes it, as its workers would. */
    public void seed(TestingPlatform platform) {
        for (int i = 1; i <= files; i++) {
            platform.file(id + "/stage-" + i % 3 + "/part-" + i + ".dat", "x".repeat(1024));
        }
        for (int i = 1; i <= objects; i++) {
            platform.object(id + "/results/part-" + i + ".json", "x".repeat(512));
        }
        states.forEach((worker, state) -> platform.state(id, worker, state));
    }

    /** How much of it each store holds now: files and directories, keys, objects. */
    long[] heldBy(TestingPlatform platform) {
        SortedMap<String, String> all = platform.snapshot();
        return new long[] {
            count(all, "file " + id + "/"), count(all, "key " + id + ":"), count(all, "object " + id + "/")
        };
    }

    private static long count(SortedMap<String, String> all, String prefix) {
        return all.keySet().stream().filter(name -> name.startsWith(prefix)).count();
    }
}
