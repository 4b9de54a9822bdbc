package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.FreePort;
import io.tasksweep.testing.TestingAuthority;
import io.tasksweep.testing.TestingAuthority.Issued;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.redis.client.Command;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Redis over TLS: whose certificate is believed, and for which host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisTlsTest {
    private static final String TASK = "task-1";

    private final TestingAuthority authority = TestingAuthority.make();
    private final TestingAuthority stranger = TestingAuthority.make();
    private final Issued forThisHost = authority.issue("ip:127.0.0.1");
    private final Issued forAnother = authority.issue("dns:redis.example.org");
    private final TestingPlatform platform = TestingPlatform.start();
    private final int port = FreePort.any();

    @BeforeEach
    void seed() {
        platform.clear();
        platform.task(TASK, "pending", "SUCCESS");
    }

    @AfterAll
    void close() {
        platform.close();
        authority.close();
        stranger.close();
    }

    /** Redis itself speaks TLS from now on, at a second port, with that certificate. */
    private void show(Issued issued) {
        config("tls-port", 0);
        config("tls-auth-clients", "no");
        config("tls-ca-cert-file", authority.certificate());
        config("tls-key-file", issued.key());
        config("tls-cert-file", issued.certificate());
        config("tls-port", port);
    }

    private void config(String name, Object value) {
        platform.redis().ask(Command.CONFIG, "SET", name, value.toString());
    }

    private TestingService service(Map<String, Object> further) {
        Map<String, Object> settings = new HashMap<>(Map.of("redis.port", port, "redis.tls", true));
        settings.putAll(further);
        return TestingService.on(platform, settings);
    }

    private Map<String, Object> trusting(TestingAuthority who) {
        return Map.of("redis.ca-file", who.certificate().toString());
    }

    @Test
    void aCertificateOfTheNamedAuthorityIsBelieved() {
        show(forThisHost);
        try (TestingService service = service(trusting(authority))) {
            Reply reply = service.delete(TASK, false);
            assertThat(reply.body().getString("status"))
                    .as(reply.body().encode())
                    .isEqualTo("success");
            assertThat(platform.holds(TASK)).isFalse();
            assertThat(service.receipt(TASK).body().getString("state")).isEqualTo("done");
        }
    }

    @Test
    void aCertificateOfAnybodyElseIsNot() {
        show(forThisHost);
        assertNotBelieved(trusting(stranger));
    }

    @Test
    void whomTheJvmTrustsDoesNotIncludeOurAuthority() {
        show(forThisHost);
        assertNotBelieved(Map.of());
    }

    @Test
    void aCertificateForAnotherHostIsNotBelievedEither() {
        show(forAnother);
        assertNotBelieved(trusting(authority));
    }

    /** No repeat mends it, so that nothing is done without force; and the message names neither host nor certificate. */
    private void assertNotBelieved(Map<String, Object> further) {
        SortedMap<String, String> before = platform.snapshot();
        try (TestingService service = service(further)) {
            Reply refused = service.delete(TASK, false);
            assertThat(refused.status()).as(refused.body().encode()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("state_unavailable");
            assertThat(refused.body().getBoolean("retriable")).isFalse();
            assertThat(refused.body().getString("detail"))
                    .contains("Redis' certificate is of no authority that this service trusts")
                    .doesNotContain("127.0.0.1", "PKIX", "CN=", "Exception", Integer.toString(port));
            assertThat(platform.snapshot()).as("I11").isEqualTo(before);
            Reply forced = service.delete(TASK, true);
            assertThat(forced.outcome("redis")).isEqualTo("failed");
            assertThat(forced.item("redis").getBoolean("retriable")).isFalse();
            assertThat(forced.outcome("local_directory")).isEqualTo("deleted");
        }
    }
}
