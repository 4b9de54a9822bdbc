/**
 * Compares the time of the packaged service with that of what a user would run instead, on the same data, in turn:
 * {@code mvn -Pbench}. Start with {@link io.tasksweep.bench.Bench}; {@link io.tasksweep.bench.Workloads} lists what is measured.
 */
@NullMarked
package io.tasksweep.bench;

import org.jspecify.annotations.NullMarked;
