package io.tasksweep.store.minio;

import io.minio.HeadBucketArgs;
import io.minio.Http;
import io.tasksweep.domain.TaskId;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which bucket holds the tasks' objects, under which prefixes, and how to reach it.
 *
 * @param prefixes where a task's objects lie, e.g. {@code {task_id}/}; see {@link PrefixPattern}
 * @param timeout for one request, from connecting to the last byte of the answer
 * @param threads in how many tasks' objects something may be removed at once, with three requests each; as many more may be looked at
 * @param authorities whose word is taken for the server's certificate; empty means those whom the JVM trusts
 */
public record MinioSettings(
        String host,
        int port,
        boolean secure,
        String accessKey,
        String secretKey,
        String bucket,
        String region,
        List<String> prefixes,
        Duration timeout,
        int threads,
        List<X509Certificate> authorities) {
    private static final int ANY_PORT = 9000;

    /** @throws IllegalArgumentException if a prefix could reach another task's objects, or there is none */
    public MinioSettings {
        prefixes = List.copyOf(prefixes);
        PrefixPattern.check(prefixes);
        authorities = List.copyOf(authorities);
    }

    /** Whether requests can be sent there; as minio-java sees it, which would say so only when it is to open a connection. */
    public static boolean isHost(String host) {
        return isTaken(() -> new Http.BaseUrl(host, ANY_PORT, false));
    }

    /** Whether requests can be about a bucket of that name: minio-java would refuse to send each of them. */
    public static boolean isBucket(String name) {
        return isTaken(() -> HeadBucketArgs.builder().bucket(name));
    }

    /** Whether requests can be signed for it. */
    public static boolean isRegion(String name) {
        return isTaken(() -> HeadBucketArgs.builder().region(name));
    }

    private static boolean isTaken(Supplier<?> made) {
        try {
            return made.get() != null;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    /** The literal prefixes of one task; each ends in a slash, which keeps task-1 from matching task-10. */
    List<String> prefixesOf(TaskId taskId) {
        return prefixes.stream()
                .map(pattern -> PrefixPattern.fill(pattern, taskId))
                .toList();
    }

    /** Without the keys: settings end up in logs. */
    @Override
    public String toString() {
        return "MinioSettings[host=%s, port=%d, secure=%s, bucket=%s, region=%s, prefixes=%s, timeout=%s, threads=%d]"
                .formatted(host, port, secure, bucket, region, prefixes, timeout, threads);
    }
}
