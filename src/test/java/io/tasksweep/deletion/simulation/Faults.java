package io.tasksweep.deletion.simulation;

/** Chooses what goes wrong, operation by operation. */
interface Faults {
    Fault next(Operation operation);

    static Faults none() {
        return operation -> Fault.NONE;
    }
}
