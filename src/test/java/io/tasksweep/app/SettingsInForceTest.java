package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tasksweep.testing.FreePort;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.tasksweep.testing.TestingTokens;
import java.net.ConnectException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The running service does what its settings say, where they say something else than the defaults. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsInForceTest {
    private static final int BODY_BYTES = 64;

    private final TestingPlatform platform = TestingPlatform.start();
    private TestingService service;

    @BeforeAll
    void start() {
        service = TestingService.on(
                platform,
                Map.of(
                        "http.host",
                        "127.0.0.2",
                        "http.port",
                        FreePort.any(), // nobody has it at 127.0.0.1
                        "management.host",
                        "127.0.0.3",
                        "management.port",
                        FreePort.any(),
                        "limits.body-bytes",
                        BODY_BYTES,
                        "auth.audience",
                        "them",
                        "redis.key-patterns",
                        List.of("jobs:{task_id}:*")));
    }

    @AfterAll
    void close() {
        service.close();
        platform.close();
    }

    private static void assertRefused(String host, int port) {
        assertThatThrownBy(() -> new Socket(host, port).close())
                .as(host + ":" + port)
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void thePublicPortListensOnItsHostOnly() {
        assertThat(service.receipt("task-1").status()).isEqualTo(401);
        assertRefused("127.0.0.1", service.httpPort());
        assertRefused("127.0.0.3", service.httpPort());
    }

    @Test
    void theManagementPortListensOnItsHostOnly() {
        assertThat(service.isUp()).isTrue();
        assertRefused("127.0.0.1", service.managementPort());
        assertRefused("127.0.0.2", service.managementPort());
    }

    private Reply ask(String audience, int bytes) {
        String body = "{\"force\": false}";
        return service.post("task-1", body + " ".repeat(bytes - body.length()), token(audience));
    }

    private static String token(String audience) {
        return TestingTokens.signed(TestingTokens.claims("tester").put("aud", audience));
    }

    @Test
    void aBodyMayHaveSoManyBytesAndNotOneMore() {
        assertThat(ask("them", BODY_BYTES).code()).isEqualTo("task_not_found");
        Reply refused = ask("them", BODY_BYTES + 1);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("body_too_large");
    }

    @Test
    void tokensForItsAudienceAreBelievedAndOthersAreNot() {
        assertThat(ask("them", BODY_BYTES).status()).isEqualTo(404);
        assertThat(ask("tasksweep", BODY_BYTES).status()).isEqualTo(401);
    }

    @Test
    void itsKeyPatternsSayWhatIsATasksStateAndNoOthersDo() {
        String active = TestingPlatform.state("pending", "stage", "IN_PROGRESS").encode();
        platform.redis().set("jobs:task-2:worker", active);
        platform.state("task-2", "stage:done", TestingPlatform.state("completed", "stage", "SUCCESS"));
        assertThat(service.post("task-2", "", token("them")).code()).isEqualTo("task_active");

        Reply forced = service.post("task-2", "{\"force\": true}", token("them"));
        assertThat(forced.outcome("redis")).isEqualTo("deleted");
        assertThat(platform.redis().keys("*task-2:*")).containsExactly("task-2:stage:done");
    }
}
