/**
 * What the adapters of the stores share: {@link io.tasksweep.store.BlockingCalls} to block in, and {@link
 * io.tasksweep.store.StoreBreaker} to be asked through, with an adapter for each port that does ({@code CircuitBreaker…}). Sees {@code deletion}, {@code domain}, Vert.x.
 */
@NullMarked
package io.tasksweep.store;

import org.jspecify.annotations.NullMarked;
