package io.tasksweep.app;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM, parsed when settings are read rather than when somebody connects. */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

    private Pem() {}

    /** @throws IllegalArgumentException unless the text holds at least one certificate, and nothing that is not a certificate */
    static List<X509Certificate> certificates(String text) {
        try {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (GeneralSecurityException unreadable) {
            // reported below: the message of this exception may quote the file
        }
        throw new IllegalArgumentException("must name a file of certificates in PEM");
    }

    /** @throws IllegalArgumentException unless the private key belongs to the first certificate */
    static PemKeyCertOptions server(String certificates, String key) {
        PublicKey published = certificates(certificates).get(0).getPublicKey();
        if (!certificates.contains(CERTIFICATE)) { // Vert.x, which serves it, reads no other form
            throw new IllegalArgumentException("must name a file of certificates in PEM (BEGIN CERTIFICATE)");
        }
        Matcher body = KEY.matcher(key);
        if (!body.find() || !match(published, body.group(1))) {
            throw new IllegalArgumentException(
                    "must name a file with the certificate's private key in PEM (BEGIN PRIVATE KEY), not encrypted");
        }
        return new PemKeyCertOptions().setCertValue(Buffer.buffer(certificates)).setKeyValue(Buffer.buffer(key));
    }

    private static boolean match(PublicKey published, String key) {
        try {
            PrivateKey kept = KeyFactory.getInstance(published.getAlgorithm())
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key)));
            Signature signature = Signature.getInstance("SHA256with" + algorithm(published));
            signature.initSign(kept);
            byte[] signed = signature.sign();
            signature.initVerify(published);
            return signature.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException another) {
            return false;
        }
    }

    private static String algorithm(PublicKey key) {
        return key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm();
    }
}
