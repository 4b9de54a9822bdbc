/** What tests and the sandbox stand on: real servers, stores that work and break when told to, tokens, waiting. */
@NullMarked
package io.tasksweep.testing;

import org.jspecify.annotations.NullMarked;
