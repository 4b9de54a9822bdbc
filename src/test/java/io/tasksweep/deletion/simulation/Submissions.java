package io.tasksweep.deletion.simulation;

import io.tasksweep.domain.ResourceKind;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * New tasks of the name, submitted whenever it pleases their callers: also while somebody is asked to delete the one before. What a task
 * writes comes all at once, or bit by bit in any order, or in part never.
 */
final class Submissions {
    /** Most runs have more operations than that. */
    private static final int MANY = 50;

    private static final int EXPIRY_MILLIS = 30_000;

    private final Random random;
    private final Random expiring;
    private final Scene scene;
    private final SimulatedWorld world;
    private final boolean safe;

    /**
     * @param expiring decides which states expire
     * @param safe whether nobody wants an active task deleted
     */
    Submissions(Random random, Random expiring, Scene scene, boolean safe) {
        this.random = random;
        this.expiring = expiring;
        this.scene = scene;
        this.world = scene.world();
        this.safe = safe;
    }

    void some(int most, Duration longest) {
        for (int i = random.nextInt(most) + 1; i > 0; i--) {
            if (random.nextBoolean()) {
                world.atOperation(1 + random.nextInt(MANY), this::one); // in the middle of something
            } else {
                world.time().in(within(longest), this::one);
            }
        }
    }

    private void one() {
        if (scene.isOver()) {
            return;
        }
        int task = world.namesakes().next();
        world.trace(-1, "is submitted", task);
        boolean active = random.nextBoolean();
        boolean replaces = random.nextInt(3) == 0;
        Duration spread = Duration.ofMillis(List.of(1, 1, 300, 3_000, 30_000).get(random.nextInt(5)));
        soon(spread, () -> world.write(ResourceKind.LOCAL_DIRECTORY, task));
        soon(spread, () -> world.write(ResourceKind.MINIO, task));
        soon(spread, () -> state(task, active, replaces));
        if (expiring.nextInt(4) == 0) {
            world.time().in(Duration.ofMillis(expiring.nextInt(EXPIRY_MILLIS)), this::expire);
        }
    }

    private void expire() {
        if (!scene.isOver()) {
            world.trace(-1, "state expires", "");
            world.expire();
        }
    }

    private void soon(Duration spread, Runnable write) {
        if (random.nextInt(7) > 0) {
            world.time().in(within(spread), () -> {
                if (!scene.isOver()) {
                    write.run();
                }
            });
        }
    }

    /** @param replaces whether it writes the keys that were there, and not some others */
    private void state(int task, boolean active, boolean replaces) {
        world.trace(-1, replaces ? "state replaced" : "state", task);
        if (replaces) {
            world.unsay();
        }
        world.say(task, active ? "running" : "pending", active ? "IN_PROGRESS" : "SUCCESS");
        if (active && safe) {
            world.ledger().active();
        }
    }

    private Duration within(Duration longest) {
        return Duration.ofNanos((long) (random.nextDouble() * longest.toNanos()));
    }
}
