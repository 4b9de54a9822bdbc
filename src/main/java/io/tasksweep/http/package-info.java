/**
 * The service over HTTP. Start with {@link io.tasksweep.http.ApiRoutes}, the table of contents; the contract file is the truth for
 * what each operation takes. Sees {@code deletion} (interfaces), {@code auth}, {@code bus}, {@code codec}, {@code domain}.
 */
@NullMarked
package io.tasksweep.http;

import org.jspecify.annotations.NullMarked;
