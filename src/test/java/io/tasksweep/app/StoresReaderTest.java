package io.tasksweep.app;

import static io.tasksweep.app.TestingSettings.environment;
import static io.tasksweep.app.TestingSettings.mistakes;
import static io.tasksweep.app.TestingSettings.throughAPipe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tasksweep.testing.TestingAuthority;
import io.tasksweep.testing.TestingCertificate;
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

/** Where the stores are. What could widen a deletion's reach stops the start. */
class StoresReaderTest {
    @TempDir
    private Path directory = Path.of("");

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
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

    /** The service would look for the state in another Redis, and take active tasks for unknown ones. */
    @Test
    void endpointsWithoutTheirModeAreAMistake() {
        assertThat(mistakes(Map.of(), environment("REDIS_ENDPOINTS", "redis-1:26379,redis-2:26379")))
                .containsExactly(
                        "redis.endpoints (REDIS_ENDPOINTS) is set, but redis.mode is neither sentinel nor cluster");
    }

    /** Nobody would be logged in. */
    @Test
    void aUserOfRedisWithoutAPasswordIsAMistake() {
        assertThat(mistakes(Map.of(), environment("REDIS_USERNAME", "tasksweep")))
                .containsExactly("redis.username (REDIS_USERNAME) is set, but redis.password is not");
        assertThat(mistakes(
                        Map.of(), environment("REDIS_USERNAME", "tasksweep", "REDIS_PASSWORD_FILE", "/nowhere/at/all")))
                .containsExactly("redis.password-file (REDIS_PASSWORD_FILE) names a file that cannot be read");
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
        "files.root, /share/link/../workflows",
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
    void theAuthoritiesOfTheStoresMayComeThroughAPipe() throws Exception {
        TestingCertificate authority = TestingCertificate.of("dns:ca.test");
        String pem = authority.certificatePem();
        Path redis = Files.createDirectory(directory.resolve("redis"));
        assertThat(throughAPipe(environment("REDIS_TLS", "true"), "REDIS_CA_FILE", pem, redis)
                        .redis()
                        .authorities())
                .hasValue(pem.strip());
        assertThat(throughAPipe(environment("MINIO_SECURE", "true"), "MINIO_CA_FILE", pem, directory)
                        .minio()
                        .authorities())
                .containsExactly(authority.certificate());
    }
}
