/**
 * A task's directory on a share that others write to at the same time. Start with {@link io.tasksweep.store.files.DirectoryStore};
 * {@link io.tasksweep.store.files.Removal} has the order of the steps, {@link io.tasksweep.store.files.TreeEraser} does the work, and
 * {@link io.tasksweep.store.files.Walkers} help with large trees. Everything in this package blocks and runs in its own worker pool.
 * Below the root nothing is reached through a path, only through handles of open directories; by path the quarantine only creates its
 * own directories. Needs Linux. May see {@code deletion}, {@code domain} and {@code store}.
 */
@NullMarked
package io.tasksweep.store.files;

import org.jspecify.annotations.NullMarked;
