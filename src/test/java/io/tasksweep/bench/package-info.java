/**
 * Times the packed service beside what a user would run instead, on the same data, in turn: {@code mvn -Pbench}. Start
 * with {@link io.tasksweep.bench.Bench}; what is measured is listed in {@link io.tasksweep.bench.Workloads}.
 */
@NullMarked
package io.tasksweep.bench;

import org.jspecify.annotations.NullMarked;
