/** Tests of what operators see. */
@NullMarked
package io.tasksweep.observe;

import org.jspecify.annotations.NullMarked;
