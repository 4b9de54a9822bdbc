package io.tasksweep.deletion.simulation;

import io.tasksweep.deletion.DeletionPolicy;
import io.tasksweep.domain.ResourceKind;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** One world, chosen by a seed: a task, two nodes, some requests, and what goes wrong. In the end all is mended. */
final class Simulation {
    private static final Duration RETRIES = Duration.ofMinutes(6);

    private final Random random;
    private final Random submitting;
    private final Random expiring;
    private final SimulatedWorld world;
    private final Scene scene;
    private final Aftermath aftermath;
    private final boolean calm;
    private final boolean active;
    private final boolean several;
    private boolean forced;

    Simulation(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        this.submitting = new Random(seed * 0xD1342543DE82EF95L + 3);
        this.expiring = new Random(seed * 0x9E3779B97F4A7C15L + 5);
        this.several = submitting.nextBoolean();
        this.world = new SimulatedWorld(random);
        this.calm = chance(0.25);
        this.active = chance(0.35);
        DeletionPolicy policy = new DeletionPolicy(
                chance(0.3),
                Duration.ofSeconds(chance(0.7) ? 20 : 60),
                Duration.ofSeconds(5),
                Duration.ofDays(7),
                List.of(Duration.ofSeconds(10), Duration.ofSeconds(60)),
                Duration.ZERO);
        if (chance(0.5)) {
            world.objects().free();
        }
        world.slowest(Duration.ofMillis(List.of(0, 5, 300, 2_000).get(random.nextInt(4))));
        task();
        this.scene = new Scene(random, world, policy, 2);
        this.aftermath =
                new Aftermath(scene, "seed " + seed, "mvn -Dtest=SimulationTest -Dsimulation.seed=" + seed + " test");
    }

    /** @throws AssertionError naming the invariant that does not hold, and how to see it again */
    Simulation run() {
        Duration end = Duration.ofSeconds(20L + random.nextInt(130));
        requests();
        faults();
        misfortunes(end);
        aftermath.until(several ? submissions(end) : end);
        scene.mend();
        aftermath.settle();
        aftermath.repeat();
        return this;
    }

    List<String> trace() {
        return world.trace();
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private Duration within(Duration longest) {
        return Duration.ofMillis(random.nextInt(Math.toIntExact(longest.toMillis())));
    }

    private void some(int most, Duration longest, Runnable happening) {
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            world.time().in(within(longest), happening);
        }
    }

    private String status() {
        return active ? "running" : "pending";
    }

    private String stage() {
        return active ? "IN_PROGRESS" : "SUCCESS";
    }

    private void task() {
        if (chance(0.85)) {
            if (several && submitting.nextInt(8) == 0) {
                world.seedUndated(status(), stage());
            } else {
                world.seedState(status(), stage());
            }
            world.ledger().hasState();
        }
        if (chance(0.85) || world.isEmpty()) {
            world.seed(ResourceKind.LOCAL_DIRECTORY, 1L + random.nextInt(20));
        }
        if (chance(0.85)) {
            world.seed(ResourceKind.MINIO, 1L + random.nextInt(20));
        }
    }

    private void requests() {
        Duration spread = chance(0.5) ? Duration.ofMillis(100) : Duration.ofSeconds(chance(0.7) ? 3 : 40);
        boolean anyForce = chance(0.6);
        for (int i = random.nextInt(4); i >= 0; i--) {
            boolean force = anyForce && chance(0.6);
            forced |= force;
            world.time().in(within(spread), () -> scene.request(force));
        }
    }

    private void faults() {
        if (calm) {
            return;
        }
        Chance chance =
                new Chance(random, world.time(), List.of(0.0, 0.02, 0.1, 0.3).get(random.nextInt(4)));
        for (int i = random.nextInt(3); i > 0; i--) {
            chance.outage(within(Duration.ofSeconds(20)), within(Duration.ofSeconds(60)));
        }
        world.breaks(chance);
    }

    /**
     * New tasks of the name are submitted, and further requests come. Chance of its own decides on that: without any, a seed is what it has
     * always been.
     *
     * @return when it ends: perhaps only after retries that nobody waits for
     */
    private Duration submissions(Duration end) {
        Duration last = submitting.nextInt(6) == 0 ? end.plus(RETRIES) : end;
        Duration longest = List.of(Duration.ofMillis(200), Duration.ofSeconds(4), Duration.ofSeconds(30), last)
                .get(submitting.nextInt(4));
        new Submissions(submitting, expiring, scene, isSafe()).some(3, longest);
        for (int i = submitting.nextInt(4); i > 0; i--) {
            boolean force = forced && submitting.nextBoolean();
            Duration at = Duration.ofMillis(submitting.nextInt(Math.toIntExact(longest.toMillis())));
            world.time().in(at, () -> scene.request(force));
        }
        return last;
    }

    /** Whether nobody wants what works deleted, by force or since it is not known to work. */
    private boolean isSafe() {
        return !forced && (calm || scene.policy().refuseUnknownState());
    }

    private void misfortunes(Duration end) {
        Duration soon = Duration.ofSeconds(chance(0.5) ? 2 : 20);
        some(2, soon, scene::kill);
        some(2, soon, scene::stop);
        some(2, end, scene::setClock);
        if (chance(0.4)) {
            some(5, end, () -> scene.lateWrite(status(), stage()));
        }
        if (chance(0.05)) {
            world.time().in(within(soon), scene::flush);
            return; // what was promised to the task was promised by what is gone
        }
        boolean safe = isSafe();
        if (safe && active && !several && world.held(ResourceKind.REDIS) > 0) {
            world.ledger().untouchable("I11"); // it works all the time, and nobody wants it deleted by force
        } else if (safe && chance(0.3)) {
            world.time().in(within(soon), scene::startWorking);
        }
        if (chance(0.25)) {
            world.time().in(within(end), scene::bearNewTask);
        }
    }

    /** What came of many seeds, all of them well. */
    record Tally(int seeds, long requests, long newTasks, long deaths, long operations, long faults) {
        private static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

        private Tally plus(Simulation one) {
            return new Tally(
                    seeds + 1,
                    requests + one.scene.requests(),
                    newTasks + one.world.namesakes().latest() - 1,
                    deaths + one.scene.deaths(),
                    operations + one.world.operations(),
                    faults + one.world.injected());
        }
    }

    /** @throws AssertionError at the first seed that breaks something */
    static Tally many(long first, int seeds) {
        long started = System.nanoTime();
        Tally tally = Tally.NONE;
        for (long seed = first; seed < first + seeds; seed++) {
            tally = tally.plus(new Simulation(seed).run());
        }
        System.out.printf("simulation: %s in %.1f s%n", tally, (System.nanoTime() - started) / 1e9);
        return tally;
    }
}
