package io.tasksweep.auth;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that anybody can forge. A provider without a usable key silently accepts some of them, so they are tried before the first
 * request, and a service that accepts one does not start.
 */
public final class ForgedTokens {
    private static final String CLAIMS =
            "{\"sub\":\"forger\",\"aud\":\"%s\",\"exp\":4102444800,\"scope\":\"tasks:delete tasks:delete:force\"}";

    private ForgedTokens() {}

    /** Fails if any forged token is accepted. */
    public static Future<Void> refusedBy(Tokens tokens, String audience) {
        List<Future<Void>> tries = forged(audience).stream()
                .map(token -> tokens.caller(List.of("Bearer " + token))
                        .<Void>transform(believed -> believed.succeeded()
                                ? Future.failedFuture(new IllegalStateException("a forged token was believed"))
                                : Future.succeededFuture()))
                .toList();
        return Future.all(tries).mapEmpty();
    }

    private static List<String> forged(String audience) {
        String claims = base64(CLAIMS.formatted(audience));
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
