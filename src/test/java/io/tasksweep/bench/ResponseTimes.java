package io.tasksweep.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code .ci/response-times}: compares the 95th percentile of the time for a task of 1 GB with the promised time. */
public final class ResponseTimes {
    private static final int DELETIONS = 20;
    private static final double TARGET_SECONDS = 5;

    private ResponseTimes() {}

    /** @throws IllegalStateException if the target is missed, or anything was not deleted */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> failed = new ArrayList<>();
        Options options = Options.fromProperties();
        JsonObject results = Bench.run(options, List.of(Workloads.gigabyte(DELETIONS)), failed);
        if (!failed.isEmpty()) {
            throw new IllegalStateException(String.join("; ", failed));
        }
        double seconds = Growth.service(results.getJsonArray("workloads").getJsonObject(0))
                        .getDouble("p95_ms")
                / 1_000;
        String figure = String.format(Locale.ROOT, "P95 for ≤ 1 GB: %.2f s (target %.0f s)", seconds, TARGET_SECONDS);
        System.out.println(figure + ": " + DELETIONS + " deletions, real bytes on "
                + results.getJsonObject("machine").getString("file_system") + "; from the request to its answer");
        if (seconds > TARGET_SECONDS) {
            throw new IllegalStateException("missed: " + figure);
        }
        if (options.write()) {
            Pages.quote(figure);
        }
    }
}
