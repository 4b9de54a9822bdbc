package io.tasksweep.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that anybody can forge. A provider without a usable key silently accepts some of them, so they are tried before the first
 * request, and a service that accepts one does not start.
 */
public final class ForgedTokens {
    private static final long FAR_FUTURE = Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();

    private ForgedTokens() {}

    /**
     * Fails if any forged token is accepted.
     *
     * @param issuer whose tokens are accepted; empty if anybody's are. Without the right one, a token would be refused for that alone
     */
    public static Future<Void> refusedBy(Tokens tokens, String audience, Optional<String> issuer) {
        List<Future<Void>> tries = forged(claims(audience, issuer)).stream()
                .map(token -> tokens.caller(List.of("Bearer " + token))
                        .<Void>transform(believed -> believed.succeeded()
                                ? Future.failedFuture(new IllegalStateException("a forged token was believed"))
                                : Future.succeededFuture()))
                .toList();
        return Future.all(tries).mapEmpty();
    }

    private static String claims(String audience, Optional<String> issuer) {
        JsonObject claims = new JsonObject()
                .put("sub", "forger")
                .put("aud", audience)
                .put("exp", FAR_FUTURE)
                .put("scope", "tasks:delete tasks:delete:force");
        issuer.ifPresent(name -> claims.put("iss", name));
        return claims.encode();
    }

    private static List<String> forged(String asserted) {
        String claims = base64(asserted);
        return List.of(
                base64("{\"alg\":\"none\"}") + "." + claims + ".AA",
                base64("{\"alg\":\"none\"}") + "." + claims + ".",
                base64("{\"alg\":\"HS256\"}") + "." + claims + ".AA",
                signed("HS256", "HmacSHA256", claims),
                signed("HS512", "HmacSHA512", claims));
    }

    /** Signed with an all-zero key, which nobody would choose and which therefore must not be accepted. */
    private static String signed(String algorithm, String mac, String claims) {
        try {
            String head = base64("{\"alg\":\"" + algorithm + "\"}") + "." + claims;
            Mac signer = Mac.getInstance(mac);
            signer.init(new SecretKeySpec(new byte[64], mac));
            byte[] signature = signer.doFinal(head.getBytes(StandardCharsets.US_ASCII));
            return head + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException noSuchMac) {
            throw new IllegalStateException(noSuchMac);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
