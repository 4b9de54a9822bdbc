package io.tasksweep.app;

import static io.tasksweep.app.TestingSettings.environment;
import static io.tasksweep.app.TestingSettings.mistakes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tasksweep.testing.TestingCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void defaultsAreThoseOfTheDocument() {
        Settings settings = Settings.from(Map.of(), environment());

        assertThat(settings.http()).isEqualTo(new Settings.Endpoint("0.0.0.0", 8788));
        assertThat(settings.management()).isEqualTo(new Settings.Endpoint("127.0.0.1", 8789));
        assertThat(settings.files().root()).isEqualTo(Path.of("/share/workflows"));
        assertThat(settings.files().threads()).isEqualTo(4);
        assertThat(settings.files().walkers()).isEqualTo(2);
        assertThat(settings.redis().database()).isEqualTo(3);
        assertThat(settings.minio().bucket()).isEqualTo("yivideo");
        assertThat(settings.deletion().timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.deletion().receiptTtl()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.limits().concurrentDeletions()).isEqualTo(64);
        assertThat(settings.auth().audience()).isEqualTo("tasksweep");
    }

    @Test
    void theQuietPeriodIsOffUntilItIsSet() {
        assertThat(Settings.from(Map.of(), environment()).deletion().quietPeriod())
                .isZero();
        assertThat(Settings.from(Map.of("safe-mode.quiet-period", "0s"), environment())
                        .deletion()
                        .quietPeriod())
                .isZero();
        assertThat(Settings.from(Map.of(), environment("SAFE_MODE_QUIET_PERIOD", "5m"))
                        .deletion()
                        .quietPeriod())
                .isEqualTo(Duration.ofMinutes(5));
        for (String wrong : List.of("5", "-5m", "400d")) {
            assertThat(mistakes(Map.of("safe-mode.quiet-period", wrong), environment()))
                    .singleElement()
                    .asString()
                    .startsWith("safe-mode.quiet-period (SAFE_MODE_QUIET_PERIOD) must be");
        }
    }

    @Test
    void anAuditFileMustBeWritableFromTheStart() {
        String writable = directory.resolve("audit.log").toString();
        assertThat(Settings.from(Map.of(), environment("AUDIT_FILE", writable))
                        .logs()
                        .auditFile())
                .isEqualTo(writable);
        for (String wrong : List.of(
                directory.toString(), directory.resolve("none/audit.log").toString())) {
            assertThat(mistakes(Map.of(), environment("AUDIT_FILE", wrong)))
                    .containsExactly("audit.file (AUDIT_FILE) cannot be opened for writing");
        }
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void aCertificateAndItsKeyGoTogether() throws IOException {
        TestingCertificate one = TestingCertificate.of("dns:one.test");
        TestingCertificate other = TestingCertificate.of("dns:other.test");
        String chain = file("chain", one.certificatePem());
        String key = file("key", one.keyPem());
        assertThat(Settings.from(Map.of(), environment("HTTP_TLS_CERTIFICATE", chain, "HTTP_TLS_KEY", key))
                        .tls())
                .isPresent();
        assertThat(Settings.from(Map.of(), environment()).tls()).isEmpty();
        assertThat(mistakes(Map.of(), environment("HTTP_TLS_CERTIFICATE", chain)))
                .containsExactly("http.tls.key (HTTP_TLS_KEY) is required, since the other one is set");
        assertThat(mistakes(Map.of(), environment("HTTP_TLS_KEY", key)))
                .containsExactly("http.tls.certificate (HTTP_TLS_CERTIFICATE) is required, since the other one is set");
        for (String wrong : List.of(file("other", other.keyPem()), chain, file("empty", ""))) {
            assertThat(mistakes(Map.of(), environment("HTTP_TLS_CERTIFICATE", chain, "HTTP_TLS_KEY", wrong)))
                    .singleElement()
                    .asString()
                    .startsWith("http.tls.key (HTTP_TLS_KEY) must name a file");
        }
        assertThat(mistakes(Map.of(), environment("HTTP_TLS_CERTIFICATE", key, "HTTP_TLS_KEY", key)))
                .containsExactly("http.tls.certificate (HTTP_TLS_CERTIFICATE) must name a file of certificates in PEM");
    }

    @Test
    void aVariableOverridesTheFile() {
        Map<String, Object> file = Map.of("http.port", 1, "redis.host", "from-file");
        Settings settings = Settings.from(file, environment("HTTP_PORT", "2"));
        assertThat(settings.http().port()).isEqualTo(2);
        assertThat(settings.redis().host()).isEqualTo("from-file");
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        Settings usual = Settings.from(Map.of(), environment());
        Settings settings = Settings.from(
                Map.of(), environment("DELETION_SECOND_PASSES", "", "HTTP_PORT", "", "REDIS_KEY_PATTERNS", ""));
        assertThat(settings.deletion().secondPasses())
                .isEqualTo(usual.deletion().secondPasses())
                .isNotEmpty();
        assertThat(settings.http().port()).isEqualTo(usual.http().port());
        assertThat(settings.redis()).isEqualTo(usual.redis());
        assertThat(Settings.from(Map.of("deletion.second-passes", List.of()), environment())
                        .deletion()
                        .secondPasses())
                .isEmpty();
    }

    @Test
    void theCommandLineNamesTheFileBeforeTheVariable() throws IOException {
        String one = file("one.yaml", "http.port: 1");
        String two = file("two.yaml", "http.port: 2");
        assertThat(SettingsFile.chosen(Optional.of(one), Map.of("TASKSWEEP_CONFIG", two)))
                .containsEntry("http.port", "1");
        assertThat(SettingsFile.chosen(Optional.empty(), Map.of("TASKSWEEP_CONFIG", two)))
                .containsEntry("http.port", "2");
        assertThat(SettingsFile.chosen(Optional.empty(), Map.of("TASKSWEEP_CONFIG", "")))
                .as("the one in the working directory")
                .isEqualTo(SettingsFile.read(Path.of("conf/tasksweep.yaml")));
    }

    /** The NUL is one in every locale. */
    @ParameterizedTest
    @CsvSource({"files.root, SHARE_ROOT", "files.marker, SHARE_MARKER", "audit.file, AUDIT_FILE"})
    void whatIsNoPathIsAMistakeThatDoesNotShowIt(String key, String variable) {
        assertThat(mistakes(Map.of(key, ".a\0marker-secret"), environment()))
                .containsExactly(key + " (" + variable + ") " + NamedFiles.NO_PATH);
    }

    @Test
    void aSettingsFileWhoseNameIsNoPathIsAMistakeThatDoesNotShowIt() {
        String wrong = "a\0marker-secret";
        assertThat(catchThrowableOfType(
                                SettingsException.class, () -> SettingsFile.chosen(Optional.of(wrong), Map.of()))
                        .mistakes())
                .containsExactly("--config " + NamedFiles.NO_PATH);
        assertThat(catchThrowableOfType(
                                SettingsException.class,
                                () -> SettingsFile.chosen(Optional.empty(), Map.of("TASKSWEEP_CONFIG", wrong)))
                        .mistakes())
                .containsExactly("TASKSWEEP_CONFIG " + NamedFiles.NO_PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "0s,900d", "10s,900d", "366d", "10s,10s", "60s,10s", "10s,1w", ",", "10s,", ",10s"})
    void aSecondPassComesAfterTheOneBeforeAndWithinAYear(String passes) {
        assertThat(mistakes(Map.of(), environment("DELETION_SECOND_PASSES", passes)))
                .containsExactly("deletion.second-passes (DELETION_SECOND_PASSES) must be a list of durations"
                        + " like 10s, 60s, of a year at most, each longer than the one before");
    }

    @Test
    void everyMistakeIsToldTogetherByKeyAndVariableAndNoneByValue() {
        List<String> mistakes = mistakes(
                Map.of("http.prot", "1", "log.level", "marker-secret"),
                Map.of("HTTP_PORT", "marker-secret", "DELETION_TIMEOUT", "60"));

        assertThat(mistakes)
                .anyMatch(line -> line.startsWith("http.port (HTTP_PORT)"))
                .anyMatch(line -> line.startsWith("deletion.timeout (DELETION_TIMEOUT)"))
                .anyMatch(line -> line.startsWith("log.level (LOG_LEVEL)"))
                .anyMatch(line -> line.startsWith("auth.hmac-secret (JWT_SECRET)"))
                .anyMatch(line -> line.startsWith("minio.access-key (MINIO_ACCESS_KEY) is required"))
                .anyMatch(line -> line.equals("http.prot is not a setting"))
                .noneMatch(line -> line.contains("marker-secret"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 127.0.0.1",
        "127.0.0.1, 0.0.0.0",
        "'::', 10.0.0.1",
        "localhost, LOCALHOST"
    })
    void thePublicPortAndTheOperatorsAreTwo(String host, String operators) {
        Map<String, Object> file =
                Map.of("http.host", host, "http.port", "8800", "management.host", operators, "management.port", "8800");
        assertThat(mistakes(file, environment()))
                .containsExactly("management.port (MANAGEMENT_PORT) must not be the public port, http.port");
        assertThatCode(() -> Settings.from(file, environment("MANAGEMENT_PORT", "8801")))
                .doesNotThrowAnyException();
        assertThatCode(() -> Settings.from(file, environment("HTTP_PORT", "0", "MANAGEMENT_PORT", "0")))
                .as("two free ones")
                .doesNotThrowAnyException();
    }

    @Test
    void theSamePortOfTwoAddressesIsFine() {
        Map<String, String> two = environment(
                "HTTP_HOST", "10.0.0.1", "HTTP_PORT", "8800", "MANAGEMENT_HOST", "10.0.0.2", "MANAGEMENT_PORT", "8800");
        assertThatCode(() -> Settings.from(Map.of(), two)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:8788", "a b", "[::1]:8788", "http://here", "1:2", "[::1", "::1]"})
    void anAddressToListenOnHasNoPort(String host) {
        Map<String, String> wrong = environment("HTTP_HOST", host, "MANAGEMENT_HOST", host);
        String what = " must be the name or the address of one of this machine's interfaces, without a port";
        assertThat(mistakes(Map.of(), wrong))
                .containsExactly("http.host (HTTP_HOST)" + what, "management.host (MANAGEMENT_HOST)" + what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "localhost", "a-b.c_d", "::1", "[::1]", "fe80::1%eth0", "::ffff:10.0.0.1"})
    void anAddressToListenOnIsANameOrAnAddress(String host) {
        assertThat(Settings.from(Map.of(), environment("HTTP_HOST", host))
                        .http()
                        .host())
                .isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({"stores.timeout, STORE_TIMEOUT", "deletion.timeout, DELETION_TIMEOUT"})
    void aTimeoutIsAnHourAtMost(String key, String variable) {
        assertThatCode(() -> Settings.from(Map.of(), environment(variable, "60m")))
                .doesNotThrowAnyException();
        for (String longer : List.of("61m", "30d")) {
            assertThat(mistakes(Map.of(), environment(variable, longer)))
                    .containsExactly(key + " (" + variable + ") must be an hour at most");
        }
    }

    /** Whoever opens one waits until somebody reads from it, perhaps for ever. */
    @Test
    void anAuditFileIsNoNamedPipe() throws Exception {
        Path pipe = directory.resolve("audit.pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path link = Files.createSymbolicLink(directory.resolve("audit.log"), pipe);
        for (Path audit : List.of(pipe, link)) {
            assertThat(mistakes(Map.of(), environment("AUDIT_FILE", audit.toString())))
                    .containsExactly("audit.file (AUDIT_FILE) must not be a named pipe, which waits for a reader");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "/dev/stdout", "/dev/stderr", "/dev/full"})
    void anAuditFileMayBeADeviceOrWhatTheProcessWritesTo(String device) {
        assertThat(Settings.from(Map.of(), environment("AUDIT_FILE", device))
                        .logs()
                        .auditFile())
                .isEqualTo(device);
    }

    /** As standard output is one in most containers; whoever reads is there already. */
    @Test
    void norIsAPipeWithoutANameOne() throws IOException {
        Process reader = new ProcessBuilder("cat").start();
        try {
            String pipe = "/proc/" + reader.pid() + "/fd/0";
            assertThatCode(() -> Settings.from(Map.of(), environment("AUDIT_FILE", pipe)))
                    .doesNotThrowAnyException();
        } finally {
            reader.destroyForcibly();
        }
    }

    @Test
    void theDocumentedFileIsAValidOne() {
        Path documented = Path.of("conf", "tasksweep.yaml");
        assertThat(Settings.from(SettingsFile.read(documented), environment()))
                .usingRecursiveComparison()
                .ignoringFields("auth.keys")
                .isEqualTo(Settings.from(Map.of(), environment()));
    }

    @Test
    void aFileThatIsNoMapOfSettingsIsAMistakeThatShowsNoLineOfIt() throws IOException {
        for (String text : List.of("[1]", "a: marker-secret: b", "http:\n  port: 1\n  port: 2\n", "- x")) {
            Path file = Files.writeString(directory.resolve("settings.yaml"), text);
            SettingsException wrong = catchThrowableOfType(SettingsException.class, () -> SettingsFile.read(file));
            assertThat(wrong).as(text).isNotNull();
            assertThat(wrong.mistakes()).noneMatch(line -> line.contains("marker-secret"));
        }
    }
}
