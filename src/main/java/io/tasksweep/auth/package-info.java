/**
 * Who asks, and what they may: authentication and authorization, the same for HTTP and the event bus. Start with {@link
 * io.tasksweep.auth.Tokens} and {@link io.tasksweep.auth.Access}. Sees {@code codec}, {@code domain} and Vert.x's JWT provider.
 */
@NullMarked
package io.tasksweep.auth;

import org.jspecify.annotations.NullMarked;
