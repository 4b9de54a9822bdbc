package io.tasksweep.testing;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key pair of an identity provider.
 *
 * @param algorithm as a token's header names it (RFC 7518)
 */
public record TestingKeys(String id, String algorithm, KeyPair pair) {
    private static final int P256_BYTES = 32;

    public static TestingKeys rsa(String id) {
        return new TestingKeys(id, "RS256", pair("RSA", 2048));
    }

    public static TestingKeys ec(String id) {
        return new TestingKeys(id, "ES256", pair("EC", 256));
    }

    private static KeyPair pair(String type, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException(cause);
        }
    }

    /** The public key as a member of a key set (RFC 7517). */
    public JsonObject jwk() {
        JsonObject jwk = new JsonObject().put("kid", id).put("alg", algorithm).put("use", "sig");
        if (pair.getPublic() instanceof RSAPublicKey rsa) {
            return jwk.put("kty", "RSA")
                    .put("n", number(rsa.getModulus(), 256))
                    .put("e", number(rsa.getPublicExponent(), 3));
        }
        ECPublicKey ec = (ECPublicKey) pair.getPublic();
        return jwk.put("kty", "EC")
                .put("crv", "P-256")
                .put("x", number(ec.getW().getAffineX(), P256_BYTES))
                .put("y", number(ec.getW().getAffineY(), P256_BYTES));
    }

    private static String number(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int taken = Math.min(length, bytes.length);
        System.arraycopy(bytes, bytes.length - taken, fixed, length - taken, taken);
        return TestingTokens.base64(fixed);
    }

    /** The public key in PEM. */
    public String pem() {
        String body = Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + body.replace("\r", "") + "\n-----END PUBLIC KEY-----\n";
    }

    /** A token as this provider signs it. */
    public String signed(JsonObject claims) {
        return signed(new JsonObject().put("alg", algorithm).put("kid", id), claims);
    }

    /** Signed with this key, whatever the header says. */
    public String signed(JsonObject header, JsonObject claims) {
        String head = TestingTokens.base64(header.encode().getBytes(StandardCharsets.UTF_8)) + "."
                + TestingTokens.base64(claims.encode().getBytes(StandardCharsets.UTF_8));
        return head + "." + TestingTokens.base64(signature(head));
    }

    private byte[] signature(String text) {
        boolean rsa = pair.getPublic() instanceof RSAPublicKey;
        try {
            Signature signer = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
            signer.initSign(pair.getPrivate());
            signer.update(text.getBytes(StandardCharsets.US_ASCII));
            return signer.sign();
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException(cause);
        }
    }

    /** The numbers zero and zero, which a careless check takes for the signature of anything (CVE-2022-21449). */
    public String unsigned(JsonObject claims) {
        String token = signed(claims);
        byte[] zeros = new byte[2 * P256_BYTES];
        Arrays.fill(zeros, (byte) 0);
        return token.substring(0, token.lastIndexOf('.') + 1) + TestingTokens.base64(zeros);
    }
}
