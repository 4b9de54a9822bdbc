/**
 * Deletions over the event bus, JSON in and JSON out, so that any node and any language bridge can ask for one. Start with {@link
 * io.tasksweep.bus.DeletionVerticle}. Sees {@code deletion}, {@code auth}, {@code codec}, {@code domain}.
 */
@NullMarked
package io.tasksweep.bus;

import org.jspecify.annotations.NullMarked;
