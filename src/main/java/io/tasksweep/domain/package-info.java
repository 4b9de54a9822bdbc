/**
 * The vocabulary of the service: records and sealed types that validate themselves, and the rules about them. Also what all rooms need
 * and no library has: text of others made safe to show ({@link io.tasksweep.domain.ShownText}), and moments on a monotonic clock
 * ({@link io.tasksweep.domain.Deadline}). Start with {@link io.tasksweep.domain.DeletionRequest} and {@link
 * io.tasksweep.domain.DeletionRules}. Sees nothing but {@code java.*}.
 */
@NullMarked
package io.tasksweep.domain;

import org.jspecify.annotations.NullMarked;
