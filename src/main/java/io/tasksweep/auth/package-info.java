/**
 * Who asks, and may they: the same for HTTP and the event bus. Start with {@link io.tasksweep.auth.Tokens}. Sees {@code domain}
 * and Vert.x' JWT provider.
 */
@NullMarked
package io.tasksweep.auth;

import org.jspecify.annotations.NullMarked;
