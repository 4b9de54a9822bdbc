package io.tasksweep.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How Redis is reached, and which keys are a task's.
 *
 * @param endpoints {@code host:port}, for sentinel and cluster
 * @param authorities PEM certificates of the only authorities whose server certificates are trusted; if empty, those that the JVM trusts
 * @param keyPatterns with {@code {task_id}} in each
 * @param timeout time limit for one command
 */
public record RedisSettings(
        Mode mode,
        String host,
        int port,
        List<String> endpoints,
        String master,
        int database,
        Optional<String> username,
        Optional<String> password,
        boolean tls,
        Optional<String> authorities,
        List<KeyPattern> keyPatterns,
        Duration timeout) {
    /** What kind of Redis it is. */
    public enum Mode {
        STANDALONE,
        SENTINEL,
        CLUSTER
    }

    /** @throws IllegalArgumentException if there is no key pattern, or by two of them a key could belong to two tasks */
    public RedisSettings {
        endpoints = List.copyOf(endpoints);
        keyPatterns = List.copyOf(keyPatterns);
        List<String> ambiguities = KeyPattern.ambiguities(keyPatterns);
        if (keyPatterns.isEmpty() || !ambiguities.isEmpty()) {
            throw new IllegalArgumentException("the list of key patterns "
                    + (keyPatterns.isEmpty() ? "must hold at least one pattern" : ambiguities.get(0)));
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RedisSettings[" + mode + " " + host + ":" + port + "/" + database + "]";
    }
}
