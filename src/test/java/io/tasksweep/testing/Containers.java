package io.tasksweep.testing;

import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * Servers in containers, for tests tagged {@code testcontainers}. {@code -Dredis.image=…} and {@code -Ds3.image=…} replace the usual
 * public images; an S3 image must accept MinIO's arguments and environment variables.
 */
public final class Containers {
    public static final int REDIS_PORT = 6379;
    public static final int S3_PORT = 9000;
    public static final String ACCESS_KEY = "tasksweep-access";
    public static final String SECRET_KEY = "tasksweep-secret-0123456789";

    private Containers() {}

    /** Redis without persistence, not started. */
    public static GenericContainer<?> redis() {
        return new GenericContainer<>(image("redis.image", "redis:8")).withExposedPorts(REDIS_PORT);
    }

    /** An S3 server with {@link #ACCESS_KEY}, not started. */
    public static GenericContainer<?> s3() {
        return new GenericContainer<>(image("s3.image", "minio/minio:latest"))
                .withEnv("MINIO_ROOT_USER", ACCESS_KEY)
                .withEnv("MINIO_ROOT_PASSWORD", SECRET_KEY)
                .withCommand("server", "/data")
                .withExposedPorts(S3_PORT)
                .waitingFor(Wait.forHttp("/")
                        .forPort(S3_PORT)
                        .forStatusCodeMatching(status -> status < 500)
                        .withStartupTimeout(Duration.ofMinutes(4)));
    }

    private static DockerImageName image(String property, String usual) {
        String named = System.getProperty(property, "");
        return DockerImageName.parse(named.isBlank() ? usual : named);
    }
}
