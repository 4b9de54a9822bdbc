/** The one JSON form, there and back. */
@NullMarked
package io.tasksweep.codec;

import org.jspecify.annotations.NullMarked;
