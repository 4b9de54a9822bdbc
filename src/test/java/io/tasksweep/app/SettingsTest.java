package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tasksweep.testing.TestingAuthority;
import io.tasksweep.testing.TestingCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String SECRET = "a-secret-of-at-least-32-bytes-indeed";

    @TempDir
    private Path directory = Path.of("");

    private static Map<String, String> environment(String... further) {
        Map<String, String> environment = new HashMap<>(
                Map.of("JWT_SECRET", SECRET, "MINIO_ACCESS_KEY", "access", "MINIO_SECRET_KEY", "marker-secret"));
        for (int i = 0; i < further.length; i += 2) {
            environment.put(further[i], further[i + 1]);
        }
        return environment;
    }

    private static List<String> mistakes(Map<String, Object> file, Map<String, String> environment) {
        SettingsException wrong = catchThrowableOfType(SettingsException.class, () -> Settings.from(file, environment));
        assertThat(wrong).as("there should have been a mistake").isNotNull();
        return wrong.mistakes();
    }

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
    void anAuthorityForTheObjectStoreNeedsACertificateAndASecureConnection() throws IOException {
        String authority = file("ca", TestingCertificate.of("dns:ca.test").certificatePem());
        assertThat(Settings.from(Map.of(), environment("MINIO_CA_FILE", authority, "MINIO_SECURE", "true"))
                        .minio()
                        .authorities())
                .hasSize(1);
        assertThat(mistakes(Map.of(), environment("MINIO_CA_FILE", authority)))
                .containsExactly("minio.ca-file (MINIO_CA_FILE) is set, but the connection is not secure");
        for (String wrong : List.of(file("none", "x"), directory.resolve("gone").toString())) {
            assertThat(mistakes(Map.of(), environment("MINIO_CA_FILE", wrong, "MINIO_SECURE", "true")))
                    .singleElement()
                    .asString()
                    .startsWith("minio.ca-file (MINIO_CA_FILE)");
        }
    }

    @Test
    void helpWithLargeDirectoriesMayBeDoneWithout() {
        assertThat(Settings.from(Map.of("files.walkers", 0), environment())
                        .files()
                        .walkers())
                .isZero();
        assertThat(Settings.from(Map.of(), environment("FILES_WALKERS", "64"))
                        .files()
                        .walkers())
                .isEqualTo(64);
        for (String wrong : List.of("-1", "65", "all")) {
            assertThat(mistakes(Map.of(), environment("FILES_WALKERS", wrong)))
                    .containsExactly("files.walkers (FILES_WALKERS) must be a number from 0 to 64");
        }
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
    @CsvSource({"stores.timeout, STORE_TIMEOUT", "deletion.timeout, DELETION_TIMEOUT"})
    void aTimeoutIsAnHourAtMost(String key, String variable) {
        assertThatCode(() -> Settings.from(Map.of(), environment(variable, "60m")))
                .doesNotThrowAnyException();
        for (String longer : List.of("61m", "30d")) {
            assertThat(mistakes(Map.of(), environment(variable, longer)))
                    .containsExactly(key + " (" + variable + ") must be an hour at most");
        }
    }

    @Test
    void i12_aRootThatIsALinkToTheRootOfAllStopsTheStart() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("/"));
        Path second = Files.createSymbolicLink(directory.resolve("second"), link);
        for (Path root : List.of(link, second, Path.of("/proc/self/root"))) {
            assertThat(mistakes(Map.of(), environment("SHARE_ROOT", root.toString())))
                    .containsExactly("files.root (SHARE_ROOT) must be an absolute path below /, and no link to /");
        }
    }

    @Test
    void aRootMayBeALinkToAShareAndTheShareMayBeAway() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("away"));
        assertThat(Settings.from(Map.of(), environment("SHARE_ROOT", link.toString()))
                        .files()
                        .root())
                .isEqualTo(link);
        Files.createDirectory(directory.resolve("away"));
        assertThat(Settings.from(Map.of(), environment("SHARE_ROOT", link.toString()))
                        .files()
                        .root())
                .isEqualTo(link);
    }

    @ParameterizedTest
    @ValueSource(strings = {".tasksweep", ".tasksweep-marker"})
    void aMarkerThatTheServiceCouldMakeItselfStopsTheStart(String marker) {
        assertThat(mistakes(Map.of(), environment("SHARE_MARKER", marker)))
                .containsExactly("files.marker (SHARE_MARKER) must not begin with .tasksweep:"
                        + " the service makes such names itself");
    }

    @Test
    void aKeyPatternOfTheServicesOwnKeysIsAMistake() {
        for (String own : List.of("tasksweep:{task_id}", "tasksweep:state:{task_id}:*")) {
            assertThat(mistakes(Map.of("redis.key-patterns", List.of(own)), environment()))
                    .containsExactly(
                            "redis.key-patterns holds a wrong pattern: it must not begin with tasksweep:, as the service's own keys do");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "{task_id}*, must have {task_id} bounded by ':' or its start and end",
        "keys:*, must contain {task_id}",
        "{task_id}:{task_id}, must contain {task_id} once only",
        "*:{task_id}, must not contain '*' before {task_id}"
    })
    void whatIsWrongWithAKeyPatternIsASentence(String pattern, String wrong) {
        assertThat(mistakes(Map.of("redis.key-patterns", List.of(pattern)), environment()))
                .containsExactly("redis.key-patterns holds a wrong pattern: it " + wrong);
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
    void aListInAVariableHasNoEmptyEntry() {
        for (String wrong : List.of(",", "a:1,", "a:1,,b:2")) {
            assertThat(mistakes(Map.of(), environment("REDIS_ENDPOINTS", wrong)))
                    .containsExactly("redis.endpoints (REDIS_ENDPOINTS) must be a list of host:port");
        }
    }

    @ParameterizedTest(name = "i12 {0}={1}")
    @CsvSource({
        "files.root, /",
        "files.root, share/workflows",
        "files.root, /../",
        "files.marker, ../x",
        "files.marker, ..",
        "files.marker, ."
    })
    void i12_aRootThatCouldWidenTheReachStopsTheStart(String key, String value) {
        assertThat(mistakes(Map.of(key, value), environment()))
                .singleElement()
                .asString()
                .startsWith(key);
    }

    @ParameterizedTest(name = "i12 marker [{0}]")
    @ValueSource(strings = {"share-ok", "mounted", "A.1_b", "0"})
    void i12_aMarkerThatCouldBeDeletedAsATaskStopsTheStart(String marker) {
        assertThat(mistakes(Map.of(), environment("SHARE_MARKER", marker)))
                .containsExactly(
                        "files.marker (SHARE_MARKER) must not be a task's name, or it could be deleted as one");
    }

    @ParameterizedTest
    @ValueSource(strings = {".this-is-the-share", ".mounted", "_share", "share ok", "share@ok"})
    void aMarkerThatIsNoTasksNameIsFine(String marker) {
        assertThat(Settings.from(Map.of(), environment("SHARE_MARKER", marker))
                        .files()
                        .marker())
                .hasValue(marker);
    }

    @ParameterizedTest(name = "i12 prefix [{0}]")
    @ValueSource(strings = {"", "/", "tasks/", "{task_id}", "{task_id}x/", "x{task_id}/", "tasks/{task_id}"})
    void i12_aPrefixThatCouldWidenTheReachStopsTheStart(String prefix) {
        assertThat(mistakes(Map.of("minio.prefixes", List.of(prefix)), environment()))
                .singleElement()
                .asString()
                .startsWith("minio.prefixes");
    }

    @ParameterizedTest(name = "i12 pattern [{0}]")
    @ValueSource(strings = {"", "*", "*{task_id}*", "{task_id}*", "*:{task_id}:*"})
    void i12_aKeyPatternThatCouldWidenTheReachStopsTheStart(String pattern) {
        assertThat(mistakes(Map.of("redis.key-patterns", List.of(pattern)), environment()))
                .singleElement()
                .asString()
                .startsWith("redis.key-patterns");
    }

    @Test
    void i12_keyPatternsByWhichATaskCouldTakeAnotherTasksKeysStopTheStart() {
        Map<String, Object> ambiguous =
                Map.of("redis.key-patterns", List.of("workflow_state:{task_id}", "{task_id}:*", "other:{task_id}"));
        assertThat(mistakes(ambiguous, environment()))
                .containsExactlyInAnyOrder(
                        "redis.key-patterns holds '{task_id}:*' and 'workflow_state:{task_id}', which are ambiguous:"
                                + " what is one task's by the first can be another's by the second",
                        "redis.key-patterns holds '{task_id}:*' and 'other:{task_id}', which are ambiguous:"
                                + " what is one task's by the first can be another's by the second");
    }

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
    void sentinelsAndTheNodesOfAClusterAreListedAndAClusterHasOneDatabase() {
        Map<String, String> sentinel = environment("REDIS_MODE", "sentinel", "REDIS_ENDPOINTS", "a:1, b:2");
        assertThat(Settings.from(Map.of(), sentinel).redis().endpoints()).containsExactly("a:1", "b:2");
        sentinel.put("REDIS_ENDPOINTS", "a:1,b");
        assertThat(mistakes(Map.of(), sentinel))
                .containsExactly("redis.endpoints (REDIS_ENDPOINTS) must be a list of host:port");
        sentinel.remove("REDIS_ENDPOINTS");
        assertThat(mistakes(Map.of(), sentinel)).singleElement().asString().startsWith("redis.endpoints");
        Map<String, String> cluster = environment("REDIS_MODE", "cluster", "REDIS_ENDPOINTS", "a:1, b:2");
        assertThat(Settings.from(Map.of(), cluster).redis().database()).isZero();
        cluster.put("REDIS_STATE_DB", "3");
        assertThat(mistakes(Map.of(), cluster)).singleElement().asString().startsWith("redis.database");
    }

    @ParameterizedTest
    @CsvSource({
        "MINIO_PORT, 0, minio.port",
        "MINIO_PORT, 65536, minio.port",
        "MINIO_HOST, my host, minio.host",
        "MINIO_HOST, host/path, minio.host",
        "MINIO_DEFAULT_BUCKET, My_Bucket, minio.bucket",
        "MINIO_DEFAULT_BUCKET, b, minio.bucket",
        "MINIO_DEFAULT_BUCKET, 10.0.0.1, minio.bucket",
        "MINIO_REGION, not one, minio.region",
        "REDIS_PORT, 0, redis.port",
        "REDIS_HOST, my host, redis.host",
        "REDIS_ENDPOINTS, 'a:1,b:0', redis.endpoints",
        "REDIS_ENDPOINTS, a:65536, redis.endpoints"
    })
    void anAddressOrABucketThatNoRequestCanBeSentToStopsTheStart(String variable, String value, String key) {
        assertThat(mistakes(Map.of(), environment(variable, value)))
                .singleElement()
                .asString()
                .startsWith(key + " (" + variable + ") must be ");
    }

    @ParameterizedTest
    @CsvSource({
        "MINIO_HOST, s3.example.org",
        "MINIO_HOST, minio",
        "MINIO_HOST, ::1",
        "MINIO_DEFAULT_BUCKET, a.bucket-1",
        "REDIS_HOST, redis-1.example.org",
        "REDIS_HOST, my_redis",
        "REDIS_HOST, [::1]",
        "HTTP_PORT, 0",
        "MANAGEMENT_PORT, 0"
    })
    void anAddressThatRequestsCanBeSentToIsFine(String variable, String value) {
        assertThatCode(() -> Settings.from(Map.of(), environment(variable, value)))
                .doesNotThrowAnyException();
    }

    @Test
    void theAuthoritiesOfRedisAreReadAtTheStartAndOnlyWhereTheyAreOfUse() throws IOException {
        String noCertificate =
                Files.writeString(directory.resolve("ca.pem"), "marker-secret").toString();
        assertThat(mistakes(Map.of(), environment("REDIS_CA_FILE", noCertificate, "REDIS_TLS", "true")))
                .containsExactly("redis.ca-file (REDIS_CA_FILE) must name a file of certificates in PEM");
        try (TestingAuthority authority = TestingAuthority.make()) {
            String file = authority.certificate().toString();
            assertThat(mistakes(Map.of(), environment("REDIS_CA_FILE", file)))
                    .containsExactly("redis.ca-file (REDIS_CA_FILE) is set, but the connection is not secure");
            Settings settings = Settings.from(Map.of(), environment("REDIS_CA_FILE", file, "REDIS_TLS", "true"));
            assertThat(settings.redis().authorities()).isPresent();
        }
    }

    @Test
    void settingsShowNoSecret() {
        Settings settings =
                Settings.from(Map.of(), environment("REDIS_PASSWORD", "marker-secret", "REDIS_USERNAME", "user"));
        assertThat(settings.toString()).doesNotContain("marker-secret", SECRET);
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
