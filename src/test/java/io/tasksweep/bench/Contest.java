package io.tasksweep.bench;

import io.tasksweep.bench.Outcome.Footprint;
import io.tasksweep.bench.Outcome.Row;
import io.tasksweep.testing.Pinging;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs one workload. In each round every contestant has its turn, with data of its own that was made just before. What the contestant
 * has left is counted independently of it. Only the deletion is timed.
 */
final class Contest {
    private static final int TRIALS = 3;
    private static final int WARMING_CLIENTS = 8;
    private static final int WARMING_PARTS = 2;

    private final Arena arena;
    private final Options options;
    private final Workload workload;
    private final Map<String, List<Duration>> times = new LinkedHashMap<>();
    private final Map<String, Duration> pings = new LinkedHashMap<>();
    private final List<Footprint> footprints = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private int batches;

    Contest(Arena arena, Options options, Workload workload) {
        this.arena = arena;
        this.options = options;
        this.workload = workload;
    }

    /** @throws IllegalStateException if a contestant fails, or leaves anything, or takes anything of others */
    Outcome run() throws IOException, InterruptedException {
        Instant at = Instant.now();
        String load = Machine.load();
        arena.others(0);
        List<Peer> peers = options.peers() ? workload.peers() : List.of();
        List<Peer> there = peers.stream().filter(Peer::isThere).toList();
        peers.stream()
                .filter(peer -> !there.contains(peer))
                .forEach(peer -> missing.add(peer.label() + ": not installed here"));
        Optional<Tool> objects =
                there.stream().anyMatch(Peer::isNative) ? Optional.of(fasterForObjects()) : Optional.empty();
        rounds(there.stream()
                .map(peer -> contestant(peer, objects.orElse(Tool.MC)))
                .toList());
        if (options.defaults()) {
            withDefaults();
        }
        List<Row> rows = times.entrySet().stream()
                .map(entry -> new Row(entry.getKey(), new Samples(entry.getValue()), pings.get(entry.getKey())))
                .toList();
        String tool =
                objects.map(found -> found.name().toLowerCase(Locale.ROOT)).orElse("");
        return new Outcome(workload, at, load + " → " + Machine.load(), rows, footprints, missing, tool);
    }

    private Contestant contestant(Peer peer, Tool objects) {
        return peer == Peer.SCRIPT ? new ScriptContestant(arena) : new ToolsContestant(peer, arena, objects);
    }

    private void rounds(List<Contestant> peers) throws IOException, InterruptedException {
        try (ServiceContestant service = ServiceContestant.start(arena, options.settings(), options.jvm())) {
            List<Contestant> all =
                    Stream.concat(Stream.of(service), peers.stream()).toList();
            warmUp(all);
            arena.others(workload.crowd().otherKeys());
            for (int round = 0; round < workload.samples(); round++) {
                for (Contestant contestant : all) {
                    times.computeIfAbsent(contestant.name(), first -> new ArrayList<>())
                            .add(measured(contestant));
                }
            }
            besideSomethingHuge(service);
            footprints.add(new Footprint(
                    String.join(" ", options.jvm()), service.peakMebibytes(), workload.samples(), Duration.ZERO));
        }
    }

    /** For as long as that takes. */
    private void besideSomethingHuge(ServiceContestant service) throws IOException, InterruptedException {
        Shape huge = workload.crowd().huge();
        if (huge.equals(Shape.NOTHING)) {
            return;
        }
        List<Duration> took = new ArrayList<>();
        try (Meanwhile other = Meanwhile.begin(arena, service, huge)) {
            while (other.isRunning() && took.size() < workload.samples()) {
                took.add(measured(service));
            }
        }
        if (took.isEmpty()) {
            missing.add("service, meanwhile: the huge deletion was over first");
        } else {
            times.put("service, meanwhile (" + took.size() + " times)", took);
        }
    }

    /**
     * Classes loaded and compiled, and programs read from the disk: a service has been running for long when it is asked. It deletes half
     * of the workload in two parts.
     */
    private void warmUp(List<Contestant> all) throws IOException, InterruptedException {
        Batch tiny = new Batch("warm-", options.warmUp(), WARMING_CLIENTS);
        arena.seed(tiny, Shape.TINY);
        all.get(0).delete(tiny);
        for (int part = 0; part < WARMING_PARTS; part++) {
            sample(all.get(0), workload.shape().times(1.0 / WARMING_PARTS / 2), 1);
        }
        for (Contestant peer : all.subList(1, all.size())) {
            sample(peer, onlyFor(workload.shape()), 1);
        }
    }

    /** Something small in each store that the workload has something in. */
    private static Shape onlyFor(Shape shape) {
        return new Shape(0, Math.min(shape.files(), 3), 1, Math.min(shape.objects(), 3), 1, Math.min(shape.keys(), 3));
    }

    /** How much memory it takes where nobody gives its JVM options, so that it does so itself. Once: it is not about time. A failure is told in its place. */
    private void withDefaults() throws InterruptedException {
        try (ServiceContestant service = ServiceContestant.start(arena, options.settings(), List.of())) {
            Duration took = sample(service, workload.shape(), workload.crowd().tasks());
            footprints.add(new Footprint("", service.peakMebibytes(), 1, took));
        } catch (IOException | IllegalStateException cause) {
            missing.add("service with the jar's own defaults: " + cause.getMessage());
        }
    }

    private Duration measured(Contestant contestant) throws IOException, InterruptedException {
        if (!workload.pings()) {
            return sample(contestant, workload.shape(), workload.crowd().tasks());
        }
        try (Pinging other = Pinging.at(arena.redisPort())) {
            Batch batch = seeded(workload.shape(), workload.crowd().tasks());
            other.longest(); // not while seeding
            Duration took = timed(contestant, batch);
            pings.merge(contestant.name(), other.longest(), Contest::longer);
            arena.examine(batch, contestant.name());
            return took;
        }
    }

    private static Duration longer(Duration one, Duration two) {
        return one.compareTo(two) > 0 ? one : two;
    }

    private Duration sample(Contestant contestant, Shape shape, int tasks) throws IOException, InterruptedException {
        Batch batch = seeded(shape, tasks);
        Duration took = timed(contestant, batch);
        arena.examine(batch, contestant.name());
        return took;
    }

    private Batch seeded(Shape shape, int tasks) {
        String prefix = workload.id().toLowerCase(Locale.ROOT) + "-" + ++batches + "-";
        Batch batch = new Batch(prefix, tasks, workload.crowd().clients());
        arena.seed(batch, shape);
        return batch;
    }

    private static Duration timed(Contestant contestant, Batch batch) throws IOException, InterruptedException {
        long began = System.nanoTime();
        contestant.delete(batch);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** So that no peer is held back by a tool that another user would not take. */
    private Tool fasterForObjects() throws IOException, InterruptedException {
        Map<Tool, Duration> best = new LinkedHashMap<>();
        Shape objects =
                Shape.objects(workload.shape().objects(), workload.shape().objectBytes());
        for (int trial = 0; trial < TRIALS; trial++) {
            for (Tool tool : List.of(Tool.MC, Tool.RCLONE)) {
                if (tool.isThere()) {
                    Duration took = sample(new ToolsContestant(Peer.valueOf(tool.name()), arena, tool), objects, 1);
                    best.merge(tool, took, (one, two) -> longer(one, two).equals(one) ? two : one);
                }
            }
        }
        return best.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }
}
