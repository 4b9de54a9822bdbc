/**
 * The use cases and the ports they need. Start with {@link io.tasksweep.deletion.Deletions} and {@link
 * io.tasksweep.deletion.DeletionService}. Sees {@code domain} and Vert.x {@code Future}s; knows no technology.
 */
@NullMarked
package io.tasksweep.deletion;

import org.jspecify.annotations.NullMarked;
