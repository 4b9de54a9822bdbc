/**
 * What operators see: the audit log, metrics, health, and what the sweepers could not do. Start with
 * {@link io.tasksweep.observe.AuditLog}. Listens and never steers. Sees {@code deletion}, {@code domain}, {@code codec}.
 */
@NullMarked
package io.tasksweep.observe;

import org.jspecify.annotations.NullMarked;
