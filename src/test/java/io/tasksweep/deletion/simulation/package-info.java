/**
 * The deletion core of two nodes on stores in memory and virtual time: a seed, or the number of an operation, chooses what goes
 * wrong. Start with {@link io.tasksweep.deletion.simulation.Simulation}; what must hold is in {@link
 * io.tasksweep.deletion.simulation.Ledger}.
 */
@NullMarked
package io.tasksweep.deletion.simulation;

import org.jspecify.annotations.NullMarked;
