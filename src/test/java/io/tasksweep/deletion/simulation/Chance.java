package io.tasksweep.deletion.simulation;

import io.tasksweep.deletion.simulation.Operation.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Faults by chance: now and then one operation, and now and then all that is behind one door for a while. */
final class Chance implements Faults {
    private static final Fault[] ANY = {
        Fault.FAILS,
        Fault.FAILS_AFTERWARDS,
        Fault.HANGS,
        Fault.HANGS_AFTERWARDS,
        Fault.LATE,
        Fault.LATE_ANSWER,
        Fault.HALF,
        Fault.PARTIAL,
        Fault.FORGETS
    };

    /** Those before HALF. */
    private static final int WHOLE = 6;

    private record Outage(Part part, long from, long to, Fault fault) {
        private boolean covers(Part asked, long now) {
            return part == asked && now >= from && now < to;
        }
    }

    private final Random random;
    private final VirtualTime time;
    private final double often;
    private final List<Outage> outages = new ArrayList<>();

    Chance(Random random, VirtualTime time, double often) {
        this.random = random;
        this.time = time;
        this.often = often;
    }

    /** Lets a store be out for a while. */
    void outage(Duration from, Duration length) {
        Part part = List.of(Part.values()).get(random.nextInt(Part.values().length));
        Fault fault = random.nextBoolean() ? Fault.HANGS : Fault.FAILS;
        outages.add(new Outage(part, from.toNanos(), from.plus(length).toNanos(), fault));
    }

    @Override
    public Fault next(Operation operation) {
        for (Outage outage : outages) {
            if (outage.covers(operation.part(), time.now())) {
                return outage.fault();
            }
        }
        if (random.nextDouble() >= often) {
            return Fault.NONE;
        }
        return switch (operation) {
            case ERASE_DIRECTORY, ERASE_KEYS, ERASE_OBJECTS -> ANY[random.nextInt(ANY.length)];
            case TAKE, SETTLE -> ANY[random.nextInt(WHOLE + 1)];
            default -> ANY[random.nextInt(WHOLE)];
        };
    }
}
