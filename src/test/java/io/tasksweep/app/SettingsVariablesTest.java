package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.store.redis.RedisSettings;
import io.tasksweep.testing.TestingCertificate;
import io.tasksweep.testing.TestingKeys;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each variable that is documented does something. What nobody reads is ignored: of a wrong name nobody would hear. */
class SettingsVariablesTest {
    private static final Pattern NAME = Pattern.compile("\\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\\b");

    private static final String SECRET = "a-secret-of-at-least-32-bytes-indeed";
    private static final String OTHER = "quite-another-secret-of-32-bytes-too";
    private static final TestingCertificate CERTIFICATE = TestingCertificate.of("dns:one.test");
    private static final TestingKeys KEYS = TestingKeys.ec("k");

    @TempDir
    private static Path directory = Path.of("");

    /**
     * @param said what the settings have in that place
     * @param expected what that is with this value
     * @param beside variables without which that one is of no use
     */
    record Variable(
            String name, String value, Function<Settings, Object> said, Object expected, Map<String, String> beside) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Variable row(
            String name, String value, Function<Settings, Object> said, Object expected, String... beside) {
        Map<String, String> further = new HashMap<>();
        for (int i = 0; i < beside.length; i += 2) {
            further.put(beside[i], beside[i + 1]);
        }
        return new Variable(name, value, said, expected, further);
    }

    private static String file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "setting", ""), text + "\n")
                .toString();
    }

    private static List<String> keys(Settings settings) {
        return settings.auth().keys().keys().stream()
                .map(key -> String.valueOf(key.getBuffer()).strip())
                .toList();
    }

    static Stream<Variable> variables() throws IOException {
        return Stream.of(service(), auth(), redis(), minio(), files(), deletion())
                .flatMap(List::stream);
    }

    private static List<Variable> service() throws IOException {
        String certificate = file(CERTIFICATE.certificatePem());
        String key = file(CERTIFICATE.keyPem());
        String audit = directory.resolve("audit.log").toString();
        return List.of(
                row("HTTP_HOST", "127.0.0.2", read -> read.http().host(), "127.0.0.2"),
                row("HTTP_PORT", "1", read -> read.http().port(), 1),
                row("HTTP_TLS_CERTIFICATE", certificate, read -> read.tls().isPresent(), true, "HTTP_TLS_KEY", key),
                row("HTTP_TLS_KEY", key, read -> read.tls().isPresent(), true, "HTTP_TLS_CERTIFICATE", certificate),
                row("MANAGEMENT_HOST", "127.0.0.3", read -> read.management().host(), "127.0.0.3"),
                row("MANAGEMENT_PORT", "2", read -> read.management().port(), 2),
                row("AUDIT_FILE", audit, read -> read.logs().auditFile(), audit),
                row("LOG_LEVEL", "debug", read -> read.logs().level(), "debug"),
                row("LOG_FORMAT", "text", read -> read.logs().json(), false));
    }

    private static List<Variable> auth() throws IOException {
        JsonObject jwk = KEYS.jwk();
        String jwks =
                file(new JsonObject().put("keys", new JsonArray().add(jwk)).encode());
        List<String> withPublicKey = List.of(SECRET, KEYS.pem().strip());
        return List.of(
                row("JWT_SECRET", OTHER, SettingsVariablesTest::keys, List.of(OTHER)),
                row("JWT_SECRET_FILE", file(OTHER), SettingsVariablesTest::keys, List.of(OTHER)),
                row("JWT_PUBLIC_KEY_FILE", file(KEYS.pem()), SettingsVariablesTest::keys, withPublicKey),
                row("JWT_JWKS_FILE", jwks, read -> read.auth().keys().jwks(), List.of(jwk)),
                row("JWT_ISSUER", "me", read -> read.auth().issuer(), Optional.of("me")),
                row("JWT_AUDIENCE", "them", read -> read.auth().audience(), "them"));
    }

    private static List<Variable> redis() throws IOException {
        String certificate = CERTIFICATE.certificatePem();
        String authority = file(certificate);
        Function<Settings, Object> password = read -> read.redis().password();
        return List.of(
                row("REDIS_HOST", "r", read -> read.redis().host(), "r"),
                row("REDIS_PORT", "3", read -> read.redis().port(), 3),
                row(
                        "REDIS_MODE",
                        "cluster",
                        read -> read.redis().mode(),
                        RedisSettings.Mode.CLUSTER,
                        "REDIS_ENDPOINTS",
                        "a:1"),
                row(
                        "REDIS_ENDPOINTS",
                        "a:1",
                        read -> read.redis().endpoints(),
                        List.of("a:1"),
                        "REDIS_MODE",
                        "sentinel"),
                row("REDIS_MASTER", "m", read -> read.redis().master(), "m"),
                row("REDIS_STATE_DB", "4", read -> read.redis().database(), 4),
                row("REDIS_USERNAME", "u", read -> read.redis().username(), Optional.of("u"), "REDIS_PASSWORD", "p"),
                row("REDIS_PASSWORD", "p", password, Optional.of("p")),
                row("REDIS_PASSWORD_FILE", file("q"), password, Optional.of("q")),
                row("REDIS_TLS", "true", read -> read.redis().tls(), true),
                row(
                        "REDIS_CA_FILE",
                        authority,
                        read -> read.redis().authorities(),
                        Optional.of(certificate.strip()),
                        "REDIS_TLS",
                        "true"));
    }

    private static List<Variable> minio() throws IOException {
        String authority = file(CERTIFICATE.certificatePem());
        List<Object> authorities = List.of(CERTIFICATE.certificate());
        return List.of(
                row("MINIO_HOST", "s3", read -> read.minio().host(), "s3"),
                row("MINIO_PORT", "5", read -> read.minio().port(), 5),
                row("MINIO_SECURE", "true", read -> read.minio().secure(), true),
                row(
                        "MINIO_CA_FILE",
                        authority,
                        read -> read.minio().authorities(),
                        authorities,
                        "MINIO_SECURE",
                        "true"),
                row("MINIO_ACCESS_KEY", "a", read -> read.minio().accessKey(), "a"),
                row("MINIO_ACCESS_KEY_FILE", file("b"), read -> read.minio().accessKey(), "b"),
                row("MINIO_SECRET_KEY", "c", read -> read.minio().secretKey(), "c"),
                row("MINIO_SECRET_KEY_FILE", file("d"), read -> read.minio().secretKey(), "d"),
                row("MINIO_DEFAULT_BUCKET", "another", read -> read.minio().bucket(), "another"),
                row("MINIO_REGION", "eu-central-1", read -> read.minio().region(), "eu-central-1"),
                row("MINIO_THREADS", "9", read -> read.minio().threads(), 9));
    }

    private static List<Variable> files() {
        return List.of(
                row("SHARE_ROOT", "/mnt/share", read -> read.files().root(), Path.of("/mnt/share")),
                row("SHARE_MARKER", ".here", read -> read.files().marker(), Optional.of(".here")),
                row("FILES_THREADS", "5", read -> read.files().threads(), 5),
                row("FILES_WALKERS", "6", read -> read.files().walkers(), 6));
    }

    private static List<Variable> deletion() {
        Duration minute = Duration.ofMinutes(1);
        return List.of(
                row("SAFE_MODE_UNKNOWN_STATE", "refuse", read -> read.deletion().refuseUnknownState(), true),
                row("SAFE_MODE_QUIET_PERIOD", "1m", read -> read.deletion().quietPeriod(), minute),
                row("DELETION_TIMEOUT", "2m", read -> read.deletion().timeout(), minute.multipliedBy(2)),
                row("DELETION_RECEIPT_TTL", "3m", read -> read.deletion().receiptTtl(), minute.multipliedBy(3)),
                row("DELETION_SECOND_PASSES", "1m", read -> read.deletion().secondPasses(), List.of(minute)),
                row("MAX_CONCURRENT_DELETIONS", "7", read -> read.limits().concurrentDeletions(), 7),
                row("STORE_TIMEOUT", "11s", SettingsVariablesTest::storeTimeouts, Set.of(Duration.ofSeconds(11))));
    }

    private static Set<Duration> storeTimeouts(Settings settings) {
        return Stream.of(
                        settings.deletion().storeTimeout(),
                        settings.redis().timeout(),
                        settings.minio().timeout())
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    /** A secret's file is set instead of the secret. */
    private static Settings settings(Map<String, String> set) {
        Map<String, String> environment =
                new HashMap<>(Map.of("JWT_SECRET", SECRET, "MINIO_ACCESS_KEY", "access", "MINIO_SECRET_KEY", "secret"));
        set.keySet().forEach(name -> environment.remove(name.replaceAll("_FILE$", "")));
        environment.putAll(set);
        try {
            return Settings.from(Map.of(), environment);
        } catch (SettingsException wrong) {
            throw new AssertionError(wrong.mistakes().toString(), wrong);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variables")
    void theSettingsSayWhatTheVariableSays(Variable variable) {
        assertThat(variable.said().apply(settings(Map.of()))).isNotEqualTo(variable.expected());

        Map<String, String> set = new HashMap<>(variable.beside());
        set.put(variable.name(), variable.value());
        assertThat(variable.said().apply(settings(set))).isEqualTo(variable.expected());
    }

    /** What names the file is read before there are settings: {@code SettingsTest} has it. */
    @Test
    void noDocumentedVariableIsMissingHere() throws IOException {
        Set<String> documented = new TreeSet<>();
        for (Path document :
                List.of(Path.of("conf", "tasksweep.yaml"), Path.of("README.md"), Path.of("README.zh-CN.md"))) {
            Files.readAllLines(document).stream()
                    .filter(line -> document.toString().startsWith("conf") || line.startsWith("| `"))
                    .flatMap(line -> NAME.matcher(line).results().map(MatchResult::group))
                    .forEach(documented::add);
        }
        documented.remove("TASKSWEEP_CONFIG");
        assertThat(variables().map(Variable::name)).containsExactlyInAnyOrderElementsOf(documented);
    }
}
