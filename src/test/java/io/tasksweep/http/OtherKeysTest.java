package io.tasksweep.http;

import static io.tasksweep.testing.TestingTokens.base64;
import static io.tasksweep.testing.TestingTokens.claims;
import static io.tasksweep.testing.TestingTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Answers;
import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.RawHttp;
import io.tasksweep.testing.RawHttp.Answer;
import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.TestingKeys;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** B48 and B50 where the operator has set something else than a secret. */
class OtherKeysTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path keys;

    private TestingPlatform platform;
    private Decoys decoys;

    @BeforeEach
    void start() {
        platform = TestingPlatform.start();
        platform.task("task-1", "pending", "SUCCESS");
        decoys = Decoys.around(platform, "task-1");
    }

    @AfterEach
    void close() {
        decoys.close();
        platform.close();
    }

    private TestingService serviceWith(String pem) throws IOException {
        Path file = Files.writeString(keys.resolve("public.pem"), pem);
        return TestingService.on(platform, Map.of("auth.hmac-secret", "", "auth.public-key-file", file.toString()));
    }

    /** Says that it is not signed. */
    private static String none() {
        return base64("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims("raw").encode().getBytes(StandardCharsets.UTF_8)) + ".";
    }

    /** Signed with the public key, which anybody may know. */
    private static String hs256(String pem) {
        return signed(new JsonObject().put("alg", "HS256"), claims("raw").encode(), pem);
    }

    private void assertUnknown(TestingService service, String token) {
        SortedMap<String, String> before = platform.snapshot();
        Answer answer = ask(service, token);
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        Answers.held("deleteTask", 401, answer.header("Content-Type"), answer.json());
        assertThat(platform.snapshot()).isEqualTo(before);
    }

    private static Answer ask(TestingService service, String token) {
        return RawHttp.ask(service.httpPort(), RawRequest.deletion("task-1").authorized("Bearer " + token));
    }

    @Test
    @Tag("B48")
    void b48ARsaKeyBelievesItsOwnSignatureAlone() throws IOException {
        TestingKeys key = TestingKeys.rsa("own");
        try (TestingService service = serviceWith(key.pem())) {
            assertUnknown(service, hs256(key.pem()));
            assertUnknown(service, hs256(key.pem().strip()));
            assertUnknown(service, TestingKeys.rsa("another").signed(claims("raw")));
            assertUnknown(service, none());
            assertUnknown(service, none() + "AA");
            assertThat(service.audit(5))
                    .hasSize(5)
                    .allMatch(record -> "unauthenticated".equals(record.getString("decision")));
            assertThat(ask(service, key.signed(claims("raw"))).status()).isEqualTo(200);
            decoys.assertUnchanged();
        }
    }

    @Test
    @Tag("B48")
    void b48AnEllipticKeyDoesNotBelieveASignatureOfZeros() throws IOException {
        TestingKeys key = TestingKeys.ec("own");
        try (TestingService service = serviceWith(key.pem())) {
            assertUnknown(service, key.unsigned(claims("raw")));
            assertUnknown(service, hs256(key.pem()));
        }
    }

    @Test
    @Tag("B50")
    void b50OnlyTheConfiguredIssuersTokensPass() {
        try (TestingService service = TestingService.on(platform, Map.of("auth.issuer", "https://issuer.test"))) {
            assertUnknown(service, signed(claims("raw")));
            assertUnknown(service, signed(claims("raw").put("iss", "https://other.test")));
            assertUnknown(service, signed(claims("raw").put("iss", new JsonArray().add("https://issuer.test"))));
            String good = signed(claims("raw").put("iss", "https://issuer.test"));
            assertThat(ask(service, good).status()).isEqualTo(200);
            decoys.assertUnchanged();
        }
    }
}
