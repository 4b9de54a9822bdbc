package io.tasksweep.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Pinging;
import io.tasksweep.testing.RedisClient;
import io.tasksweep.testing.TestingRedis;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** F33: a million keys of one task, in a heap that could not hold them. */
@Tag("F33")
@Tag("faults")
class ManyKeysTest {
    private static final Logger LOG = LoggerFactory.getLogger(ManyKeysTest.class);
    private static final int KEYS = 1_000_000;

    @Test
    void aMillionKeysOfOneTaskAreDeletedInASmallHeap() throws IOException, InterruptedException {
        try (TestingRedis redis = TestingRedis.start();
                RedisClient client = new RedisClient(redis.port(), TestingRedisStores.DATABASE);
                Pinging other = Pinging.at(redis.port())) {
            client.ask(Command.DEBUG, "POPULATE", KEYS, "task-1:node");
            client.set("task-10:n:f", "a neighbour's");
            other.longest();

            String printed = run(redis.port());

            LOG.warn("F33: {}, longest PING meanwhile {}", printed.strip(), other.longest());
            assertThat(printed).contains("erased=" + KEYS, "empty=true");
            assertThat(client.keys("*")).containsExactly("task-10:n:f");
        }
    }

    private static String run(int port) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-Dvertx.disableDnsResolver=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ManyKeys.class.getName(),
                        Integer.toString(port)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
