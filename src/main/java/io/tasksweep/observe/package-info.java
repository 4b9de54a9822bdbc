/**
 * What operators see: the audit log, metrics, health. Start with {@link io.tasksweep.observe.AuditLog}. Listens and never steers.
 * Sees {@code deletion}, {@code domain}, {@code codec}.
 */
@NullMarked
package io.tasksweep.observe;

import org.jspecify.annotations.NullMarked;
