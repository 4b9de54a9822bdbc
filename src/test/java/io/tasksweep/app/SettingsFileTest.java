package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings file means what an operator reads in it, to the letter, or it is a mistake. */
class SettingsFileTest {
    private static final String SECRET = "a-secret-of-at-least-32-bytes-indeed";
    private static final Map<String, String> REQUIRED =
            Map.of("JWT_SECRET", SECRET, "MINIO_ACCESS_KEY", "access", "MINIO_SECRET_KEY", "secret");

    @TempDir
    private Path directory = Path.of("");

    private Map<String, Object> read(String yaml) throws IOException {
        return SettingsFile.read(Files.writeString(directory.resolve("settings.yaml"), yaml));
    }

    private Settings settings(String yaml) throws IOException {
        return Settings.from(read(yaml), REQUIRED);
    }

    private List<String> mistakes(String yaml) {
        SettingsException wrong = catchThrowableOfType(SettingsException.class, () -> settings(yaml));
        assertThat(wrong).as(yaml).isNotNull();
        return wrong.mistakes();
    }

    @Test
    void aMapThatHoldsItselfIsAMistake() {
        assertThat(mistakes("http: &a\n  port: *a\n"))
                .singleElement()
                .asString()
                .startsWith("the settings file is nested too deeply");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123",
                "0b11",
                "0x1F",
                "1_000",
                "1.10",
                "1e3",
                "+1",
                "12:30:45",
                "2026-11-27",
                ".inf",
                "yes",
                "True",
                "="
            })
    void aValueWithoutQuotesIsTheTextThatStandsThere(String text) throws IOException {
        assertThat(settings("redis.password: " + text).redis().password()).hasValue(text);
        assertThat(read("redis: {endpoints: [" + text + "]}")).containsEntry("redis.endpoints", List.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456701234567012345670123456701234", "1234567890_1234567890_1234567890_1234567890"})
    void aSecretOfDigitsIsUsedAsTheTextItIs(String secret) throws IOException {
        Settings settings = Settings.from(
                read("auth.hmac-secret: " + secret), Map.of("MINIO_ACCESS_KEY", "a", "MINIO_SECRET_KEY", "s"));
        assertThat(settings.auth().keys().keys())
                .singleElement()
                .satisfies(key -> assertThat(String.valueOf(key.getBuffer())).isEqualTo(secret));
    }

    @ParameterizedTest
    @CsvSource({
        "http.port: 010, http.port (HTTP_PORT) must be a number from 0 to 65535",
        "http.port: 1_0, http.port (HTTP_PORT) must be a number from 0 to 65535",
        "http.port: 0x10, http.port (HTTP_PORT) must be a number from 0 to 65535",
        "http.port: 2:10, http.port (HTTP_PORT) must be a number from 0 to 65535",
        "http.port: +10, http.port (HTTP_PORT) must be a number from 0 to 65535",
        "redis.database: 03, redis.database (REDIS_STATE_DB) must be a number from 0 to 1000000",
        "redis.tls: yes, redis.tls (REDIS_TLS) must be true or false",
        "redis.tls: True, redis.tls (REDIS_TLS) must be true or false"
    })
    void aNumberOrAFlagThatCouldBeReadInTwoWaysIsAMistake(String yaml, String mistake) {
        assertThat(mistakes(yaml)).containsExactly(mistake);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "null", "\"\"", "''"})
    void aValueThatIsMissingOrEmptyCountsAsNotSet(String nothing) throws IOException {
        Settings usual = settings("");
        Settings settings = settings("""
                auth: {issuer: %1$s, audience: %1$s}
                redis.password: %1$s
                http.port: %1$s
                deletion.second-passes: %1$s
                management: %1$s
                """.formatted(nothing));
        assertThat(settings)
                .usingRecursiveComparison()
                .ignoringFields("auth.keys")
                .isEqualTo(usual);
        assertThat(mistakes("http.prot: " + nothing)).containsExactly("http.prot is not a setting");
    }

    @Test
    void aRequiredSettingThatIsEmptyIsMissing() throws IOException {
        Map<String, Object> file = read("minio: {access-key: \"\", secret-key: ''}");
        assertThat(catchThrowableOfType(
                                SettingsException.class, () -> Settings.from(file, Map.of("JWT_SECRET", SECRET)))
                        .mistakes())
                .containsExactly(
                        "minio.access-key (MINIO_ACCESS_KEY) is required",
                        "minio.secret-key (MINIO_SECRET_KEY) is required");
    }

    @Test
    void nullInQuotesIsAText() throws IOException {
        assertThat(settings("redis.password: 'null'").redis().password()).hasValue("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!int 010", "!!binary eA==", "!marker-secret x", "!marker-secret", "!!set {x}"})
    void aTypeThatIsSaidOfAValueIsAMistake(String typed) {
        assertThat(mistakes("http.host: 127.0.0.1\nredis.password: " + typed))
                .containsExactly(
                        "the settings file is not valid YAML at line 2: " + directory.resolve("settings.yaml"));
    }

    @Test
    void whatIsSaidOnceMayBeMeantTwice() throws IOException {
        assertThat(read("http: &one {host: here, port: 1}\nmanagement: {<<: *one, port: 2}"))
                .isEqualTo(Map.of(
                        "http.host", "here", "http.port", "1", "management.host", "here", "management.port", "2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.audience: [tasksweep, marker-secret] | auth.audience (JWT_AUDIENCE) must be one text, not a list or a map",
                "auth.audience: {} | auth.audience (JWT_AUDIENCE) must be one text, not a list or a map",
                "auth.issuer: [] | auth.issuer (JWT_ISSUER) must be one text, not a list or a map",
                "redis.password: [marker-secret] | redis.password (REDIS_PASSWORD) must be one text, not a list or a map",
                "http.port: [1] | http.port (HTTP_PORT) must be one text, not a list or a map",
                "redis.endpoints: a:1 | redis.endpoints (REDIS_ENDPOINTS) must be a list of texts",
                "redis.key-patterns: [['a:{task_id}:b']] | redis.key-patterns must be a list of texts",
                "minio.prefixes: [{'{task_id}/': x}] | minio.prefixes must be a list of texts",
                "minio.prefixes: [~] | minio.prefixes must be a list of texts",
                "auth.audience: {a: b} | auth.audience must not be a map",
                "redis.password: {marker-secret} | redis.password must not be a map",
                "minio: {secret-key: {marker: x, secret: {y: z}}} | minio.secret-key must not be a map",
                "http.ports: {} | http.ports is not a setting"
            })
    void whatIsOfTheWrongShapeIsAMistakeThatDoesNotShowIt(String yaml, String mistake) {
        assertThat(mistakes(yaml)).containsExactly(mistake);
    }

    @Test
    void aSectionMayBeEmpty() throws IOException {
        assertThat(settings("http: {}\nmanagement:\n").http())
                .isEqualTo(settings("").http());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http.port: 18810\nhttp: {port: 18812}",
                "http: {port: 18812}\nhttp.port: 18810",
                "http: {port: [18812]}\nhttp.port: 18810",
                "http.port: 18810\nhttp: {port: }"
            })
    void aKeyThatIsThereBothDottedAndNestedIsAMistake(String yaml) {
        assertThat(mistakes(yaml)).containsExactly("the settings file has http.port twice");
    }
}
