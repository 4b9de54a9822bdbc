package io.tasksweep.store.minio;

import io.tasksweep.domain.TaskId;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

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
    /** @throws IllegalArgumentException if a prefix could reach another task's objects, or there is none */
    public MinioSettings {
        prefixes = List.copyOf(prefixes);
        PrefixPattern.check(prefixes);
        authorities = List.copyOf(authorities);
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
