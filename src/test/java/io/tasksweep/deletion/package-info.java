/** The use cases on stores that work and break when told to. */
@NullMarked
package io.tasksweep.deletion;

import org.jspecify.annotations.NullMarked;
