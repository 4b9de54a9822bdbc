/**
 * A task's directory on a share that others write to at the same time. Start with {@link
 * io.tasksweep.store.files.DirectoryStore}; {@link io.tasksweep.store.files.Removal} tells the order of things,
 * {@link io.tasksweep.store.files.TreeEraser} does the work, and {@link io.tasksweep.store.files.Walkers} help with what is
 * large. Everything in it blocks and runs in a pool of its own.
 * Below the root nothing is reached through a path, only through handles of open directories. Needs Linux. May see
 * {@code deletion}, {@code domain} and {@code store}.
 */
@NullMarked
package io.tasksweep.store.files;

import org.jspecify.annotations.NullMarked;
