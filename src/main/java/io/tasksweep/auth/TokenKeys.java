package io.tasksweep.auth;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.impl.jose.JWK;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The keys that tokens may be signed with. Each key fixes its algorithms: a public key never verifies an HMAC, whatever a token's header
 * says (RFC 8725, 3.1).
 *
 * @param keys secrets and public keys
 * @param jwks keys of a key set (RFC 7517)
 */
public record TokenKeys(List<PubSecKeyOptions> keys, List<JsonObject> jwks) {
    /** Shorter secrets can be guessed (RFC 7518, 3.2). */
    public static final int LEAST_SECRET_BYTES = 32;

    private static final List<String> RSA = List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    private static final Set<String> ASYMMETRIC = Set.of("RSA", "EC");
    private static final String PEM_BEGINS = "-----BEGIN PUBLIC KEY-----";

    /** The members of a key set's public keys (RFC 7518, 6.2 and 6.3). */
    private static final Map<String, List<String>> MEMBERS =
            Map.of("RSA", List.of("n", "e"), "EC", List.of("crv", "x", "y"));

    private static final Pattern ALGORITHM = Pattern.compile("(RS|PS|ES)(256|384|512)");

    public TokenKeys {
        keys = List.copyOf(keys);
        jwks = List.copyOf(jwks);
    }

    /**
     * A secret for HS256 only.
     *
     * @throws IllegalArgumentException if the secret is shorter than {@value #LEAST_SECRET_BYTES} bytes
     */
    public static TokenKeys ofSecret(byte[] secret) {
        if (secret.length < LEAST_SECRET_BYTES) {
            throw new IllegalArgumentException("must have at least " + LEAST_SECRET_BYTES + " bytes");
        }
        return new TokenKeys(
                List.of(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(Buffer.buffer(secret))), List.of());
    }

    /** An RSA or EC public key in PEM (RFC 7468). */
    public static TokenKeys ofPem(String pem) {
        return new TokenKeys(
                algorithms(pem).stream()
                        .map(algorithm ->
                                new PubSecKeyOptions().setAlgorithm(algorithm).setBuffer(pem))
                        .toList(),
                List.of());
    }

    /** A key set; each key must name its algorithm, and must not be a secret, and one of them at least must be of use. */
    public static TokenKeys ofKeySet(JsonObject keySet) {
        if (!(keySet.getValue("keys") instanceof JsonArray array) || array.isEmpty()) {
            throw new IllegalArgumentException("must hold a key set with at least one key");
        }
        List<JsonObject> keys = array.stream().map(TokenKeys::publicKey).toList();
        List<JsonObject> usable = keys.stream().filter(TokenKeys::isUsable).toList();
        if (usable.isEmpty()) {
            throw new IllegalArgumentException("holds no key with which a token's signature can be verified");
        }
        return new TokenKeys(List.of(), usable);
    }

    private static JsonObject publicKey(Object element) {
        if (element instanceof JsonObject key
                && key.getValue("kty") instanceof String type
                && ASYMMETRIC.contains(type)
                && key.containsKey("alg")) {
            return key;
        }
        throw new IllegalArgumentException("may hold RSA and EC keys with an alg only");
    }

    /** Builds the key once, to see whether the library can. Others are left out: providers publish keys for encryption, too. */
    private static boolean isUsable(JsonObject key) {
        boolean whole = MEMBERS.getOrDefault(key.getString("kty"), List.of()).stream()
                .allMatch(name -> key.getValue(name) instanceof String);
        boolean signs = key.getValue("alg") instanceof String algorithm
                && ALGORITHM.matcher(algorithm).matches();
        try {
            String use = new JWK(key).use();
            return whole && signs && (use == null || use.equals("sig"));
        } catch (RuntimeException unusable) { // whatever the library meets in it
            return false;
        }
    }

    private static List<String> algorithms(String pem) {
        byte[] der = der(pem);
        for (String type : ASYMMETRIC) {
            try {
                return algorithms(KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der)));
            } catch (GeneralSecurityException otherType) {
                // try the next type
            }
        }
        throw new IllegalArgumentException("must hold an RSA or EC public key");
    }

    private static List<String> algorithms(PublicKey key) {
        if (key instanceof RSAPublicKey) {
            return RSA;
        }
        int bits = ((ECPublicKey) key).getParams().getOrder().bitLength();
        return List.of(bits <= 256 ? "ES256" : bits <= 384 ? "ES384" : "ES512");
    }

    private static byte[] der(String pem) {
        int begin = pem.indexOf(PEM_BEGINS);
        if (begin < 0 || begin != pem.lastIndexOf(PEM_BEGINS)) { // the library would take one of several
            throw new IllegalArgumentException("must hold one public key in PEM");
        }
        String body = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
        try {
            return Base64.getDecoder().decode(body.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("must hold one public key in PEM", notBase64);
        }
    }

    /** Combines the keys of several sources. */
    public TokenKeys plus(TokenKeys other) {
        return new TokenKeys(
                Stream.concat(keys.stream(), other.keys.stream()).toList(),
                Stream.concat(jwks.stream(), other.jwks.stream()).toList());
    }

    @Override
    public String toString() {
        return "TokenKeys[" + (keys.size() + jwks.size()) + "]";
    }
}
