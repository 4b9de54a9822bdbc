package io.tasksweep.http;

import static io.tasksweep.testing.TestingTokens.claims;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.RawHttp;
import io.tasksweep.testing.RawHttp.Answer;
import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.TestingKeys;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** B48 and B51: with public keys, of a key set or in PEM, only who has the private one is believed; nobody is asked for a key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublicKeysTest {
    private static final TestingKeys RSA = TestingKeys.rsa("rsa-1");
    private static final TestingKeys EC = TestingKeys.ec("ec-1");

    @TempDir
    private Path directory = Path.of("");

    private TestingPlatform platform;

    @BeforeAll
    void start() {
        platform = TestingPlatform.start();
    }

    @AfterAll
    void close() {
        platform.close();
    }

    private TestingService believing(String setting, String content) throws IOException {
        Path file = Files.writeString(Files.createTempFile(directory, "keys", ""), content);
        return TestingService.on(platform, Map.of("auth.hmac-secret", "", setting, file.toString()));
    }

    private TestingService believingKeySet() throws IOException {
        JsonArray keys = new JsonArray().add(RSA.jwk()).add(EC.jwk());
        return believing("auth.jwks-file", new JsonObject().put("keys", keys).encode());
    }

    /** The task is unknown: 404 is the answer to somebody who may delete. */
    private static int status(TestingService service, String token) {
        RawRequest request = RawRequest.deletion("task-unknown").authorized("Bearer " + token);
        Answer answer = RawHttp.ask(service.httpPort(), request);
        return answer.status();
    }

    private static void assertRefused(TestingService service, Map<String, String> tokens) {
        tokens.forEach(
                (what, token) -> assertThat(status(service, token)).as(what).isEqualTo(401));
    }

    @Test
    void aTokenOfEitherKeyOfAKeySetIsBelieved() throws IOException {
        try (TestingService service = believingKeySet()) {
            for (TestingKeys key : new TestingKeys[] {RSA, EC}) {
                JsonObject unnamed = new JsonObject().put("alg", key.algorithm());
                assertThat(status(service, key.signed(claims("raw")))).isEqualTo(404);
                assertThat(status(service, key.signed(unnamed, claims("raw")))).isEqualTo(404);
            }
        }
    }

    @Test
    @Tag("B48")
    void b48NoOtherTokenIsBelievedWithAKeySet() throws IOException {
        try (TestingService service = believingKeySet()) {
            Map<String, String> forged = forged(RSA.pem());
            forged.put("the modulus as a secret", hmac(RSA.jwk().getString("n")));
            forged.put("the key set as a secret", hmac(RSA.jwk().encode()));
            forged.put(
                    "another RSA key by the same id", TestingKeys.rsa("rsa-1").signed(claims("raw")));
            forged.put("another EC key by the same id", TestingKeys.ec("ec-1").signed(claims("raw")));
            forged.put("RS512 where RS256 is due", RSA.signed(new JsonObject().put("alg", "RS512"), claims("raw")));
            forged.put("ES256 signed by RSA", RSA.signed(new JsonObject().put("alg", "ES256"), claims("raw")));
            forged.put("r = s = 0", EC.unsigned(claims("raw")));
            assertRefused(service, forged);
        }
    }

    @Test
    @Tag("B48")
    void b48OnlyTheKeyInAPemFileIsBelieved() throws IOException {
        for (TestingKeys key : new TestingKeys[] {RSA, EC}) {
            try (TestingService service = believing("auth.public-key-file", key.pem())) {
                assertThat(status(service, key.signed(claims("raw")))).isEqualTo(404);
                Map<String, String> forged = forged(key.pem());
                forged.put("another RSA key", TestingKeys.rsa("x").signed(claims("raw")));
                forged.put("another EC key", TestingKeys.ec("x").signed(claims("raw")));
                forged.put("r = s = 0", EC.unsigned(claims("raw")));
                assertRefused(service, forged);
            }
        }
    }

    /** Tokens that anybody can make who knows the public key, as anybody may. */
    private static Map<String, String> forged(String pem) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("the PEM as a secret", hmac(pem));
        all.put("the PEM without its last newline", hmac(pem.strip()));
        all.put("the PEM on one line", hmac(pem.replaceAll("-----[A-Z ]+-----|\\s", "")));
        all.put("a secret of ours", TestingTokens.signed(claims("raw")));
        all.put(
                "alg none",
                TestingTokens.signed(
                        new JsonObject().put("alg", "none"), claims("raw").encode(), "x"));
        return all;
    }

    private static String hmac(String secret) {
        return TestingTokens.signed(
                new JsonObject().put("alg", "HS256"), claims("raw").encode(), secret);
    }

    @Test
    @Tag("B51")
    void b51NobodyIsAskedForAKeyAndNoKeyInATokenIsTaken() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open();
                TestingService service = believingKeySet()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .configureBlocking(false);
            String url = "http://127.0.0.1:" + listener.socket().getLocalPort() + "/keys";
            headers(url).forEach(header -> {
                JsonObject named = header.copy().put("alg", "RS256");
                assertThat(status(service, RSA.signed(named, claims("raw"))))
                        .as("signed by us, " + named)
                        .isEqualTo(404);
                assertThat(status(service, TestingKeys.rsa("x").signed(named, claims("raw"))))
                        .as("signed by another, " + named)
                        .isEqualTo(401);
            });
            assertThat(listener.accept()).as("a connection from the service").isNull();
        }
    }

    private static Stream<JsonObject> headers(String url) {
        return Stream.of(
                new JsonObject().put("jku", url),
                new JsonObject().put("x5u", url),
                new JsonObject().put("jku", url).put("x5u", url).put("typ", "JWT"),
                new JsonObject().put("jwk", TestingKeys.rsa("x").jwk()),
                new JsonObject().put("x5c", new JsonArray().add("AAAA")));
    }

    @Test
    @Tag("B51")
    void b51AKeyThatATokenBringsAlongIsNotTaken() throws IOException {
        TestingKeys own = TestingKeys.rsa("rsa-1");
        JsonObject header =
                new JsonObject().put("alg", "RS256").put("kid", "rsa-1").put("jwk", own.jwk());
        try (TestingService service = believingKeySet()) {
            assertThat(status(service, own.signed(header, claims("raw")))).isEqualTo(401);
        }
    }
}
