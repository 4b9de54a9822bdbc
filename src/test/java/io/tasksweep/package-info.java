/** Rules over the whole of the code. */
@NullMarked
package io.tasksweep;

import org.jspecify.annotations.NullMarked;
