package io.tasksweep.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * A task as the platform leaves it.
 *
 * @param title what became of it
 * @param expectation what a request will say, and why
 * @param files how many files its directory holds; 0 for no directory
 * @param objects how many objects lie under its prefix
 * @param states its state records: {@code node:function} to JSON
 */
record SampleTask(String id, String title, String expectation, int files, int objects, Map<String, JsonObject> states) {
    /** One of each kind that an operator meets. */
    static List<SampleTask> all() {
        return List.of(
                new SampleTask(
                        "task-demo-001",
                        "finished, as the platform leaves it: 'pending' over stages that say SUCCESS",
                        "200 success: three times deleted; a repeat says three times skipped",
                        12,
                        3,
                        Map.of(
                                "ffmpeg:extract_audio",
                                        state("task-demo-001", "pending", "ffmpeg.extract_audio", "SUCCESS"),
                                "whisper:transcribe",
                                        state("task-demo-001", "pending", "whisper.transcribe", "SUCCESS"),
                                "gateway:merge", state("task-demo-001", "pending", "gateway.merge", "SUCCESS"))),
                new SampleTask(
                        "task-failed-002",
                        "failed, with left-overs",
                        "200 success: a failed task may be deleted",
                        5,
                        2,
                        Map.of(
                                "whisper:transcribe",
                                state("task-failed-002", "pending", "whisper.transcribe", "FAILED"))),
                new SampleTask(
                        "task-running-003",
                        "running: a stage is IN_PROGRESS",
                        "400 task_active; with force 200 success and a warning",
                        4,
                        1,
                        Map.of(
                                "whisper:transcribe",
                                state("task-running-003", "pending", "whisper.transcribe", "IN_PROGRESS"))),
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
                                state("task-nodir-005", "pending", "ffmpeg.extract_audio", "SUCCESS"))));
    }

    private static JsonObject state(String id, String top, String stage, String status) {
        return new JsonObject()
                .put("workflow_id", id)
                .put("create_at", "2026-11-20T08:00:00Z")
                .put("updated_at", "2026-11-20T08:05:00Z")
                .put("status", top)
                .put("stages", new JsonObject().put(stage, new JsonObject().put("status", status)));
    }
}
