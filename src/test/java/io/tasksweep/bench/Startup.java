package io.tasksweep.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code .ci/startup}: how long the service takes to start, how much memory it uses when idle, and how much one core deletes. */
public final class Startup {
    private static final int STARTS = 5;
    private static final int FEW = 100;
    private static final int TASKS = 1_000;
    private static final int CLIENTS = 8;

    private Startup() {}

    /** @param jvm its options; empty: the jar's own defaults */
    private record Launch(String what, List<String> jvm) {}

    /** @throws IllegalStateException if anything was not deleted */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = Options.fromProperties();
        Bench.jar();
        try (Arena arena = Arena.open(options.share())) {
            Runtime.getRuntime().addShutdownHook(new Thread(arena::close, "bench-stop"));
            Path archive = archived(arena, options);
            StringBuilder table = new StringBuilder();
            List<String> head = List.of(
                    "launched",
                    "ready after",
                    "idle memory",
                    "each of the first " + FEW + " tiny tasks",
                    "tasks per core and s",
                    "each of the next " + FEW,
                    "most memory");
            table.append(Tables.line(head))
                    .append(Tables.line(head.stream().map(column -> "---").toList()));
            for (Launch launch : List.of(
                    new Launch("with the jar's own defaults", List.of()),
                    new Launch("with an archive of its classes", List.of("-XX:SharedArchiveFile=" + archive)),
                    new Launch("as the unit starts it", io.tasksweep.testing.Launch.INSTALLED),
                    new Launch("with `-Xmx64m`", List.of("-Xmx64m")),
                    new Launch("with `-XX:+UseSerialGC`", List.of("-XX:+UseSerialGC")),
                    new Launch("with `-XX:TieredStopAtLevel=1`", List.of("-XX:TieredStopAtLevel=1")))) {
                table.append(Tables.line(measured(arena, options, launch)));
            }
            String text = table + "\nThe archive: " + Files.size(archive) / 1_000_000 + " MB. Medians of " + STARTS
                    + " starts and " + FEW + " tasks one after the other; in between " + TASKS + ", " + CLIENTS
                    + " at once, by the processor time that they took · load "
                    + Machine.load() + "\n";
            System.out.println("\n" + text);
            if (options.write()) {
                Pages.startup(text);
            }
        }
    }

    /** As an operator makes one: a run that ends by itself writes down which classes it has loaded. */
    private static Path archived(Arena arena, Options options) throws IOException, InterruptedException {
        Path archive = arena.note("classes.jsa");
        try (ServiceContestant service =
                ServiceContestant.start(arena, options.settings(), List.of("-XX:ArchiveClassesAtExit=" + archive))) {
            service.delete(seeded(arena, "archive", CLIENTS));
        }
        return archive;
    }

    private static List<String> measured(Arena arena, Options options, Launch launch)
            throws IOException, InterruptedException {
        List<Duration> starts = new ArrayList<>();
        for (int start = 1; start < STARTS; start++) {
            started(arena, options, launch, starts).close();
        }
        try (ServiceContestant service = started(arena, options, launch, starts)) {
            long idle = service.residentMebibytes();
            Samples first = oneByOne(arena, service, "startup-first");
            Batch batch = seeded(arena, "startup-many", TASKS);
            Duration before = service.used();
            service.delete(batch);
            Duration used = service.used().minus(before);
            arena.examine(batch, ServiceContestant.NAME);
            return List.of(
                    launch.what(),
                    median(new Samples(starts)),
                    idle + " MiB",
                    median(first),
                    Long.toString(Math.round(TASKS * 1_000.0 / used.toMillis())),
                    median(oneByOne(arena, service, "startup-later")),
                    service.peakMebibytes() + " MiB");
        }
    }

    private static String median(Samples samples) {
        return Tables.time(Outcome.millis(samples.median()));
    }

    /** Some tiny tasks, each timed. */
    private static Samples oneByOne(Arena arena, ServiceContestant service, String name)
            throws IOException, InterruptedException {
        List<Duration> took = new ArrayList<>();
        for (int number = 0; number < FEW; number++) {
            Batch batch = seeded(arena, name + number, 1);
            long began = System.nanoTime();
            service.delete(batch);
            took.add(Duration.ofNanos(System.nanoTime() - began));
        }
        return new Samples(took);
    }

    private static ServiceContestant started(Arena arena, Options options, Launch launch, List<Duration> starts) {
        long began = System.nanoTime();
        ServiceContestant service = ServiceContestant.start(arena, options.settings(), launch.jvm());
        starts.add(Duration.ofNanos(System.nanoTime() - began));
        return service;
    }

    private static Batch seeded(Arena arena, String name, int tasks) {
        Batch batch = new Batch(name + "-", tasks, CLIENTS);
        arena.seed(batch, Shape.TINY);
        return batch;
    }
}
