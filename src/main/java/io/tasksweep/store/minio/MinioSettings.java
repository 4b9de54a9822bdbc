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
 * @param prefixes where a task's objects lie, e.g. {@code {task_id}/}
 * @param timeout for one request, from connecting to the last byte of the answer
 * @param threads how many tasks may have objects removed at once, with three requests each; as many more may be looked at
 * @param authorities trusted for the server's certificate; empty means those that the JVM trusts
 */
public record MinioSettings(
        String host,
        int port,
        boolean secure,
        String accessKey,
        String secretKey,
        String bucket,
        String region,
        List<PrefixPattern> prefixes,
        Duration timeout,
        int threads,
        List<X509Certificate> authorities) {
    private static final int ANY_PORT = 9000;

    /** @throws IllegalArgumentException if two prefixes could reach the same object for different tasks, or there is none */
    public MinioSettings {
        prefixes = List.copyOf(prefixes);
        PrefixPattern.check(prefixes);
        authorities = List.copyOf(authorities);
    }

    /** Whether minio-java accepts the host, which it would otherwise refuse only when it is to open a connection. */
    public static boolean isHost(String host) {
        return isTaken(() -> new Http.BaseUrl(host, ANY_PORT, false));
    }

    /** Whether minio-java accepts the bucket's name; otherwise it would refuse to send every single request. */
    public static boolean isBucket(String name) {
        return isTaken(() -> HeadBucketArgs.builder().bucket(name));
    }

    /** Whether minio-java accepts the region, for which requests are signed. */
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

    /** The literal prefixes of one task. */
    List<String> prefixesOf(TaskId taskId) {
        return prefixes.stream().map(pattern -> pattern.fill(taskId)).toList();
    }

    /** Without the keys: settings end up in logs. */
    @Override
    public String toString() {
        List<String> texts = prefixes.stream().map(PrefixPattern::text).toList();
        return "MinioSettings[host=%s, port=%d, secure=%s, bucket=%s, region=%s, prefixes=%s, timeout=%s, threads=%d]"
                .formatted(host, port, secure, bucket, region, texts, timeout, threads);
    }
}
