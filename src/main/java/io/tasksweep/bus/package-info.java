/**
 * Deletions over the event bus of this process, JSON in and JSON out: any code in the process can request one without these classes. Also
 * collects, over HTTP as well, what a request's audit entry will say. Start with {@link io.tasksweep.bus.DeletionHandler}, which
 * {@link io.tasksweep.bus.DeletionVerticle} puts on the bus. Sees {@code deletion}, {@code auth}, {@code codec}, {@code domain}.
 */
@NullMarked
package io.tasksweep.bus;

import org.jspecify.annotations.NullMarked;
