package io.tasksweep.bench;

/** One of the three stores, filled and inspected independently of all contestants. */
interface Store {
    /** What the task holds here is there when this returns. */
    void seed(String task, Shape shape);

    /** How many things there are here whose task's name begins so. */
    long count(String prefix);
}
