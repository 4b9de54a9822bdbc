/**
 * A task's state in Redis, and our own records there. Start with {@link io.tasksweep.store.redis.RedisStore}. Never blocks: every
 * call is a {@code Future} with a time limit. Sees {@code deletion} and {@code domain}.
 */
@NullMarked
package io.tasksweep.store.redis;

import org.jspecify.annotations.NullMarked;
