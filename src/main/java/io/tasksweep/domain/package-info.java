/**
 * The vocabulary of the service: records and sealed types that validate themselves, and the rules about them. Start with {@link
 * io.tasksweep.domain.DeletionRequest} and {@link io.tasksweep.domain.DeletionRules}. Sees nothing but {@code java.*}.
 */
@NullMarked
package io.tasksweep.domain;

import org.jspecify.annotations.NullMarked;
