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
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
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

    private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair pair) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }

    private TestingService serviceWith(String pem) throws IOException {
        Path file = Files.writeString(keys.resolve("public.pem"), pem);
        return TestingService.on(platform, Map.of("auth.hmac-secret", "", "auth.public-key-file", file.toString()));
    }

    private static String rs256(KeyPair pair) throws GeneralSecurityException {
        String head = head("RS256");
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(pair.getPrivate());
        signer.update(head.getBytes(StandardCharsets.US_ASCII));
        return head + "." + base64(signer.sign());
    }

    private static String head(String algorithm) {
        return base64(new JsonObject().put("alg", algorithm).encode().getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims("raw").encode().getBytes(StandardCharsets.UTF_8));
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
    void b48ARsaKeyBelievesItsOwnSignatureAlone() throws Exception {
        KeyPair pair = pair("RSA", 2048);
        String pem = pem(pair);
        JsonObject hs256 = new JsonObject().put("alg", "HS256");
        try (TestingService service = serviceWith(pem)) {
            assertUnknown(service, signed(hs256, claims("raw").encode(), pem));
            assertUnknown(service, signed(hs256, claims("raw").encode(), pem.strip()));
            assertUnknown(service, rs256(pair("RSA", 2048)));
            assertUnknown(service, head("none") + ".");
            assertUnknown(service, head("none") + ".AA");
            assertThat(service.audit(5))
                    .hasSize(5)
                    .allMatch(record -> "unauthenticated".equals(record.getString("decision")));
            assertThat(ask(service, rs256(pair)).status()).isEqualTo(200);
            decoys.assertUnchanged();
        }
    }

    @Test
    @Tag("B48")
    void b48AnEllipticKeyDoesNotBelieveASignatureOfZeros() throws Exception {
        String pem = pem(pair("EC", 256));
        try (TestingService service = serviceWith(pem)) {
            assertUnknown(service, head("ES256") + "." + base64(new byte[64]));
            assertUnknown(
                    service,
                    signed(new JsonObject().put("alg", "HS256"), claims("raw").encode(), pem));
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
