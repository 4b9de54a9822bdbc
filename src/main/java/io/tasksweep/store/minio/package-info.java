/**
 * A task's objects in one bucket of S3: current objects, older versions, delete markers, incomplete uploads. Start
 * with {@link io.tasksweep.store.minio.MinioStore} and {@link io.tasksweep.store.minio.ObjectSweep}. Everything here
 * blocks, and runs on worker threads. May see {@code deletion}, {@code domain}, {@code store}, minio-java and OkHttp.
 */
@NullMarked
package io.tasksweep.store.minio;

import org.jspecify.annotations.NullMarked;
