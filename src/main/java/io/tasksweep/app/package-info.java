/**
 * Puts the service together and starts it. Start with {@link io.tasksweep.app.Main} and {@link io.tasksweep.app.Application}. May see
 * everything; nothing sees it.
 */
@NullMarked
package io.tasksweep.app;

import org.jspecify.annotations.NullMarked;
