package io.tasksweep.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tasksweep.testing.TestingKeys;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that nothing can be verified with is found out when it is read: with it alone, nobody could call. */
class TokenKeysTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'keys':[]}",
                "{'keys':['x']}",
                "{'keys':[null]}",
                "{'keys':[{'kty':'oct','alg':'HS256','k':'AAAA'}]}",
                "{'keys':[{'kty':'RSA','alg':'RS256'}]}",
                "{'keys':[{'kty':'RSA','alg':'RS256','n':7,'e':'AQAB'}]}",
                "{'keys':[{'kty':'RSA','alg':'HS256','n':'AQAB','e':'AQAB'}]}",
                "{'keys':[{'kty':'RSA','alg':'RSA-OAEP','n':'AQAB','e':'AQAB'}]}",
                "{'keys':[{'kty':'RSA','alg':'none','n':'AQAB','e':'AQAB'}]}",
                "{'keys':[{'kty':'RSA','alg':'RS256','n':'*','e':'AQAB'}]}",
                "{'keys':[{'kty':'EC','alg':'ES256','crv':'P-256','x':'AQAB'}]}",
                "{'keys':[{'kty':'EC','alg':'ES256','crv':'P-999','x':'AQAB','y':'AQAB'}]}"
            })
    void aKeySetWithAKeyThatIsOfNoUseIsRefused(String text) {
        JsonObject keySet = new JsonObject(text.replace('\'', '"'));
        assertThatThrownBy(() -> TokenKeys.ofKeySet(keySet)).isInstanceOf(IllegalArgumentException.class);
    }

    /** As providers publish them: the one for encryption is left out. */
    @Test
    void aKeyThatIsNotForSignaturesIsLeftOut() {
        String members = "'kty':'RSA','n':'" + "v" + "A".repeat(340) + "Q" + "','e':'AQAB'";
        JsonObject keySet = new JsonObject(
                ("{'keys':[{" + members + ",'alg':'RS256'},{" + members + ",'alg':'RSA-OAEP','use':'enc'}]}")
                        .replace('\'', '"'));
        assertThat(TokenKeys.ofKeySet(keySet).jwks())
                .extracting(key -> key.getString("alg"))
                .containsExactly("RS256");
    }

    @Test
    void aKeySetWithKeysForEncryptionOnlyIsRefused() {
        JsonObject key = TestingKeys.rsa("a").jwk();
        assertThat(TokenKeys.ofKeySet(setOf(key)).jwks()).hasSize(1);
        assertThatThrownBy(() -> TokenKeys.ofKeySet(setOf(key.put("use", "enc"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static JsonObject setOf(JsonObject key) {
        return new JsonObject().put("keys", new JsonArray().add(key));
    }

    /** Only one of them would be used, and nobody told which. */
    @Test
    void twoPublicKeysInOneFileAreRefused() {
        String one = TestingKeys.rsa("a").pem();
        assertThat(TokenKeys.ofPem(one).keys()).isNotEmpty();
        assertThatThrownBy(() -> TokenKeys.ofPem(one + TestingKeys.rsa("b").pem()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must hold one public key in PEM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "-----BEGIN PUBLIC KEY-----\n*\n-----END PUBLIC KEY-----"})
    void whatIsNoPublicKeyInPemIsRefused(String text) {
        assertThatThrownBy(() -> TokenKeys.ofPem(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Vert.x, which verifies with it, wants the lines that frame it. */
    @Test
    void aPublicKeyWithoutItsFrameIsRefused() throws GeneralSecurityException {
        PublicKey key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
        String bare = Base64.getEncoder().encodeToString(key.getEncoded());
        assertThatThrownBy(() -> TokenKeys.ofPem(bare)).isInstanceOf(IllegalArgumentException.class);
    }
}
