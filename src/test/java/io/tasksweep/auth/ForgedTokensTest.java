package io.tasksweep.auth;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.TestingTokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried before the first request is: whoever believes a token that anybody can make is found out. */
class ForgedTokensTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private Future<Void> tried(TokenKeys keys) {
        return tried(keys, "tasksweep", Optional.empty());
    }

    private Future<Void> tried(TokenKeys keys, String audience, Optional<String> issuer) {
        Tokens tokens = new Tokens(vertx, keys, audience, issuer, Clock.systemUTC());
        return ForgedTokens.refusedBy(tokens, audience, issuer);
    }

    /** Otherwise the forged token would be refused for its claims, and the key would not be found out. */
    @Test
    @Tag("B48")
    void aKeyOfZerosIsFoundOutWhateverTheClaimsMustBe() {
        PubSecKeyOptions zeros = new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(Buffer.buffer(new byte[32]));
        TokenKeys keys = new TokenKeys(List.of(zeros), List.of());
        assertThat(failureOf(tried(keys, "tasksweep", Optional.of("https://issuer.example"))))
                .hasMessage("a forged token was believed");
        assertThat(failureOf(tried(keys, "a \"quoted\" one", Optional.empty())))
                .hasMessage("a forged token was believed");
    }

    @Test
    void aProviderWithAKeyBelievesNone() {
        byte[] secret = TestingTokens.SECRET.getBytes(StandardCharsets.UTF_8);
        assertThat(await(tried(TokenKeys.ofSecret(secret)).map(true))).isTrue();
    }

    @Test
    @Tag("B47")
    void withoutAnyKeyNoneIsBelievedEither() {
        assertThat(await(tried(new TokenKeys(List.of(), List.of())).map(true))).isTrue();
    }

    /** HMAC fills a key up with zeros: these are the empty key. */
    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS512"})
    @Tag("B48")
    void aKeyOfZerosIsFoundOut(String algorithm) {
        PubSecKeyOptions zeros = new PubSecKeyOptions().setAlgorithm(algorithm).setBuffer(Buffer.buffer(new byte[32]));
        assertThat(failureOf(tried(new TokenKeys(List.of(zeros), List.of()))))
                .hasMessage("a forged token was believed");
    }
}
