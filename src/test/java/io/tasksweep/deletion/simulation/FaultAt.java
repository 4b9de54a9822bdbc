package io.tasksweep.deletion.simulation;

import java.util.Optional;

/** One fault, at the operation with that number; or at each operation of its kind from there on. */
final class FaultAt implements Faults {
    /** The list of what is due is asked for all the time: more of that shows nothing new. */
    private static final int MOST_DUE = 3;

    private final int number;
    private final Fault fault;
    private final boolean always;
    private int count;
    private int due;
    private boolean underLease;
    private boolean hitUnderLease;
    private Optional<Operation> hit = Optional.empty();

    FaultAt(int number, Fault fault, boolean always) {
        this.number = number;
        this.fault = fault;
        this.always = always;
    }

    @Override
    public Fault next(Operation operation) {
        if (operation == Operation.DUE && due++ >= MOST_DUE) {
            return Fault.NONE;
        }
        count++;
        if (count == number) {
            hit = Optional.of(operation);
            hitUnderLease = underLease;
        }
        underLease |= operation == Operation.TAKE;
        boolean again = always && hit.filter(operation::equals).isPresent();
        return (count == number || again) && fits(operation) ? fault : Fault.NONE;
    }

    /** Whether that operation can break in that way. */
    private boolean fits(Operation operation) {
        return switch (fault) {
            case PARTIAL, FORGETS -> operation.isErasing();
            case HALF -> operation.isErasing() || operation == Operation.TAKE || operation == Operation.SETTLE;
            default -> true;
        };
    }

    /** Whether it broke that operation. */
    boolean isAt(Operation operation) {
        return hit.filter(operation::equals).filter(this::fits).isPresent();
    }

    /** Whether it broke any. */
    boolean struck() {
        return hit.filter(this::fits).isPresent();
    }

    /** The operation that it hit; empty if there were not so many. */
    Optional<Operation> hit() {
        return hit;
    }

    /** Whether that was after a lease had been asked for. */
    boolean hitUnderLease() {
        return hitUnderLease;
    }

    boolean silent() {
        return fault.isSilent();
    }

    boolean always() {
        return always;
    }

    /** Whether it is done each time, and nobody hears of it. */
    boolean neverHeard() {
        return fault == Fault.FAILS_AFTERWARDS && always;
    }

    boolean forgetsOnly() {
        return fault == Fault.FORGETS;
    }

    @Override
    public String toString() {
        return fault + (always ? " always" : "") + " at operation " + number + ", "
                + hit.map(Operation::name).orElse("none");
    }
}
