package io.tasksweep.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code mvn -Pbench}: runs the workloads one after the other, prints the tables, and writes them to files. */
public final class Bench {
    static final Path OUT = Path.of("target", "bench");

    private Bench() {}

    /** Options are {@code -Dbench.…}; see {@link Options}. @throws IllegalStateException if anything was not deleted */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = Options.fromProperties();
        List<String> failed = new ArrayList<>();
        JsonObject results = run(options, Workloads.of(options), failed);
        Pages.write(OUT, results);
        if (options.write()) {
            Pages.publish(System.getProperty("bench.part", Pages.BENCH), results);
        }
        if (!failed.isEmpty()) {
            throw new IllegalStateException(String.join("; ", failed));
        }
    }

    /** Prints each as soon as it is done; one that fails keeps none of the others from being measured. */
    static JsonObject run(Options options, List<Workload> workloads, List<String> failed)
            throws IOException, InterruptedException {
        Path jar = jar();
        try (Arena arena = Arena.open(options.share())) {
            Runtime.getRuntime().addShutdownHook(new Thread(arena::close, "bench-stop"));
            JsonObject results = new JsonObject()
                    .put("machine", Machine.json(arena))
                    .put("jar", jar.getFileName() + ", " + Files.size(jar) + " bytes")
                    .put("options", options.json());
            List<JsonObject> outcomes = new ArrayList<>();
            for (Workload workload : workloads) {
                try {
                    JsonObject outcome =
                            new Contest(arena, options, workload).run().json();
                    outcomes.add(outcome);
                    System.out.println("\n" + Tables.workload(outcome));
                } catch (IOException | RuntimeException | AssertionError cause) {
                    failed.add(workload.id() + ": " + cause);
                    System.out.println("\nFAILED: " + workload.id() + ": " + cause);
                }
            }
            return results.put("workloads", new JsonArray(outcomes));
        }
    }

    /** The service that is measured is the packed one, in a process of its own. */
    static Path jar() {
        Path jar = Path.of(System.getProperty("service.jar", "target/tasksweep.jar"));
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("no " + jar + ": mvn -Pbench makes it");
        }
        System.setProperty("service.jar", jar.toString());
        return jar;
    }
}
