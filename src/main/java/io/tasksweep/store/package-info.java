/** What the adapters of the stores share: {@link io.tasksweep.store.BlockingCalls}. Sees Vert.x. */
@NullMarked
package io.tasksweep.store;

import org.jspecify.annotations.NullMarked;
