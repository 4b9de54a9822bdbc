/**
 * The domain as JSON and back, and the problems that callers are told: one canonical form for HTTP, event bus, receipts and audit. Start
 * with {@link io.tasksweep.codec.DeletionJson} and {@link io.tasksweep.codec.Problem}. Sees {@code domain}.
 */
@NullMarked
package io.tasksweep.codec;

import org.jspecify.annotations.NullMarked;
