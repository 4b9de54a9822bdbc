/** The whole service with real servers on a developer's machine: {@code mvn -Psandbox}. Start with {@link io.tasksweep.sandbox.Sandbox}. */
@NullMarked
package io.tasksweep.sandbox;

import org.jspecify.annotations.NullMarked;
