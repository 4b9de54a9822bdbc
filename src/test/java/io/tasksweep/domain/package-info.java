/** The rules, as tables and properties. */
@NullMarked
package io.tasksweep.domain;

import org.jspecify.annotations.NullMarked;
