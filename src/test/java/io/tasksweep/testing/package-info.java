/** Fixtures for tests and the sandbox: real servers, stores that work and break when told to, tokens, waiting. */
@NullMarked
package io.tasksweep.testing;

import org.jspecify.annotations.NullMarked;
