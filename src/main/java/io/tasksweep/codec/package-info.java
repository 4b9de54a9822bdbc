/**
 * Converts the domain to JSON and back, and defines the problems reported to callers: one canonical form for HTTP, event bus, receipts and
 * audit. Start with {@link io.tasksweep.codec.DeletionJson} and {@link io.tasksweep.codec.Problem}. Sees {@code domain}.
 */
@NullMarked
package io.tasksweep.codec;

import org.jspecify.annotations.NullMarked;
