package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.FreePort;
import io.tasksweep.testing.Launch;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of wrong and of careless settings. No store is needed for either. */
class SettingsAtTheStartTest {
    private static final int MISTAKEN = 2;

    @TempDir
    private Path directory = Path.of("");

    private Map<String, Object> settings(String key, String value) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "http.host",
                "127.0.0.1",
                "http.port",
                0,
                "management.port",
                0,
                "redis.port",
                FreePort.any(),
                "minio.port",
                FreePort.any(),
                "minio.access-key",
                "access",
                "minio.secret-key",
                "secret",
                "files.root",
                directory.toString()));
        settings.put(key, value);
        return settings;
    }

    /** In the locale that containers and units often have, no path can have such characters. */
    @Test
    void aRootThatTheLocaleDoesNotKnowIsOneLineWithoutItsValue() {
        Map<String, Object> settings = settings("files.root", "/\u5171\u4eab/\u5de5\u4f5c");
        settings.put("auth.hmac-secret", TestingTokens.SECRET);
        try (ServiceProcess service =
                ServiceProcess.with(settings, Launch.with("-Xmx96m").variable("LC_ALL", "C"))) {
            assertThat(service.exitCode()).as(service.log()).isEqualTo(MISTAKEN);
            assertThat(service.log()).isEqualTo("files.root (SHARE_ROOT) " + NamedFiles.NO_PATH + "\n");
        }
    }

    @Test
    void aSecretThatOthersCanReadIsOneWarningInTheLog() throws IOException {
        Path secret = Files.writeString(directory.resolve("jwt-secret"), TestingTokens.SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        try (ServiceProcess service =
                ServiceProcess.with(settings("auth.hmac-secret-file", secret.toString()), Launch.with("-Xmx96m"))) {
            assertThat(service.ready().log().lines().filter(line -> line.contains("hmac-secret-file")))
                    .singleElement()
                    .asString()
                    .contains("\"level\":\"WARN\"")
                    .doesNotContain(TestingTokens.SECRET, secret.toString());
        }
    }
}
