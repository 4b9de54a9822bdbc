/** Settings, command line, and the service as a whole. */
@NullMarked
package io.tasksweep.app;

import org.jspecify.annotations.NullMarked;
