package io.tasksweep.testing;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens as an identity provider issues them, signed with a secret (RFC 7515), and tokens that no provider would issue. */
public final class TestingTokens {
    public static final String SECRET = "testing-secret-of-32-bytes-and-more";
    public static final String ALL = "tasks:delete tasks:delete:force tasks:read";

    private TestingTokens() {}

    /** Valid for an hour, for that subject, with those scopes. */
    public static String token(String subject, String scope) {
        return signed(claims(subject).put("scope", scope));
    }

    /** The claims of a good token, to be spoilt. */
    public static JsonObject claims(String subject) {
        long now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("sub", subject)
                .put("aud", "tasksweep")
                .put("iat", now)
                .put("exp", now + 3600)
                .put("scope", ALL);
    }

    public static String signed(JsonObject claims) {
        return signed(new JsonObject().put("alg", "HS256").put("typ", "JWT"), claims.encode(), SECRET);
    }

    /** Whatever the header says, signed with an HMAC of SHA-256 or, where the header says HS512, SHA-512. */
    public static String signed(JsonObject header, String claims, String secret) {
        String algorithm = "HS512".equals(header.getString("alg")) ? "HmacSHA512" : "HmacSHA256";
        return signed(header.encode(), claims, secret, algorithm);
    }

    /** Whatever header and claims are. */
    public static String signed(String header, String claims, String secret, String algorithm) {
        String head =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        return head + "." + base64(mac(algorithm, head, secret.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] mac(String algorithm, String text, byte[] secret) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException(cause);
        }
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
