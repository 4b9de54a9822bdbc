/** The Redis adapters on a real Redis. */
@NullMarked
package io.tasksweep.store.redis;

import org.jspecify.annotations.NullMarked;
