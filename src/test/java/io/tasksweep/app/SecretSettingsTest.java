package io.tasksweep.app;

import static io.tasksweep.app.TestingSettings.SECRET;
import static io.tasksweep.app.TestingSettings.environment;
import static io.tasksweep.app.TestingSettings.mistakes;
import static io.tasksweep.app.TestingSettings.throughAPipe;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.TestingCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets come from variables or files, and are never shown. */
class SecretSettingsTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void aSecretMayComeFromAFileButNotTwice() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), SECRET + "\n");
        Map<String, String> environment = environment("JWT_SECRET_FILE", file.toString());
        assertThat(mistakes(Map.of(), environment)).singleElement().asString().contains("set twice");

        environment.remove("JWT_SECRET");
        assertThat(Settings.from(Map.of(), environment).auth().keys().keys()).hasSize(1);
        environment.put("JWT_SECRET_FILE", directory.resolve("absent").toString());
        assertThat(mistakes(Map.of(), environment)).anyMatch(line -> line.contains("cannot be read"));
    }

    private String withRights(String rights, String text) throws IOException {
        Path file = Files.writeString(Files.createTempFile(directory, "secret", ""), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights))
                .toString();
    }

    private static List<String> warnings(String variable, String file) {
        Map<String, String> environment = environment(variable, file);
        environment.remove(variable.replace("_FILE", ""));
        return Settings.from(Map.of(), environment).warnings();
    }

    @ParameterizedTest
    @CsvSource({
        "auth.hmac-secret-file, JWT_SECRET_FILE",
        "redis.password-file, REDIS_PASSWORD_FILE",
        "minio.access-key-file, MINIO_ACCESS_KEY_FILE",
        "minio.secret-key-file, MINIO_SECRET_KEY_FILE"
    })
    void aSecretThatOthersCanReadIsWarnedOfByItsKeyAlone(String key, String variable) throws IOException {
        assertThat(warnings(variable, withRights("rw-r--r--", SECRET)))
                .containsExactly(
                        key + " (" + variable + ") names a file that every user can read: take that right away");
        assertThat(warnings(variable, withRights("rw-------", SECRET))).isEmpty();
        assertThat(warnings(variable, withRights("rw-r-----", SECRET)))
                .as("whoever shares a group was chosen")
                .isEmpty();
    }

    @Test
    void soIsThePrivateKeyOfThePortButNotItsCertificate() throws IOException {
        TestingCertificate one = TestingCertificate.of("dns:one.test");
        Map<String, String> environment = environment(
                "HTTP_TLS_CERTIFICATE", withRights("rw-r--r--", one.certificatePem()),
                "HTTP_TLS_KEY", withRights("rw-r--r--", one.keyPem()));
        assertThat(Settings.from(Map.of(), environment).warnings())
                .containsExactly(
                        "http.tls.key (HTTP_TLS_KEY) names a file that every user can read: take that right away");
        environment.put("HTTP_TLS_KEY", withRights("r--------", one.keyPem()));
        assertThat(Settings.from(Map.of(), environment).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "redis.password-file, REDIS_PASSWORD_FILE",
        "minio.access-key-file, MINIO_ACCESS_KEY_FILE",
        "minio.secret-key-file, MINIO_SECRET_KEY_FILE"
    })
    void anEmptyFileIsNoSecret(String key, String variable) throws IOException {
        Map<String, String> environment = environment(variable, withRights("rw-------", " \n"));
        environment.remove(variable.replace("_FILE", ""));
        assertThat(mistakes(Map.of(), environment)).containsExactly(key + " (" + variable + ") names an empty file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT_SECRET_FILE", "REDIS_PASSWORD_FILE", "MINIO_ACCESS_KEY_FILE", "MINIO_SECRET_KEY_FILE"})
    void aSecretMayComeThroughAPipe(String variable) throws Exception {
        Map<String, String> environment = environment();
        environment.remove(variable.replace("_FILE", ""));
        Settings settings = throughAPipe(environment, variable, SECRET, directory);
        assertThat(Stream.of(
                        settings.redis().password().orElse(""),
                        settings.minio().accessKey(),
                        settings.minio().secretKey(),
                        String.valueOf(settings.auth().keys().keys().get(0).getBuffer())))
                .contains(SECRET);
    }

    @Test
    void aSecretInAVariableComesBeforeOneInTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "short");
        assertThat(Settings.from(Map.of("auth.hmac-secret-file", file.toString()), environment())
                        .auth()
                        .keys()
                        .keys())
                .hasSize(1);
    }

    @Test
    void aShortSecretIsNone() {
        assertThat(mistakes(Map.of(), environment("JWT_SECRET", "short")))
                .containsExactly("auth.hmac-secret (JWT_SECRET) must have at least 32 bytes");
    }

    @Test
    void settingsShowNoSecret() {
        Settings settings =
                Settings.from(Map.of(), environment("REDIS_PASSWORD", "marker-secret", "REDIS_USERNAME", "user"));
        assertThat(settings.toString()).doesNotContain("marker-secret", SECRET);
    }
}
