/**
 * What the store adapters share: {@link io.tasksweep.store.BlockingCalls} for blocking calls, and {@link io.tasksweep.store.StoreCircuit}
 * with an adapter ({@code CircuitBreaker…}) for each port that is called through it. Sees {@code deletion}, {@code domain}, Vert.x.
 */
@NullMarked
package io.tasksweep.store;

import org.jspecify.annotations.NullMarked;
