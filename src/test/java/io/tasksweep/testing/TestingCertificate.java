package io.tasksweep.testing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate, made with the JDK's keytool for this run. */
public record TestingCertificate(String certificatePem, String keyPem, X509Certificate certificate) {
    private static final String PASSWORD = "not-a-secret";
    private static final int LINE = 64;

    /** For a server of those names: {@code ip:127.0.0.1} or {@code dns:other.test}. */
    public static TestingCertificate of(String name) {
        try {
            Path folder = Files.createTempDirectory("tasksweep-certificate-");
            Path store = folder.resolve("store.p12");
            try {
                make(store, name);
                return read(store);
            } finally {
                Files.deleteIfExists(store);
                Files.delete(folder);
            }
        } catch (IOException | GeneralSecurityException | InterruptedException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private static void make(Path store, String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-alias",
                        "it",
                        "-dname",
                        "CN=testing",
                        "-ext",
                        "SAN=" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("keytool: " + code);
        }
    }

    private static TestingCertificate read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        X509Certificate certificate = (X509Certificate) store.getCertificate("it");
        byte[] key = store.getKey("it", PASSWORD.toCharArray()).getEncoded();
        return new TestingCertificate(
                pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", key), certificate);
    }

    private static String pem(String what, byte[] bytes) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }

    /** For a server. */
    public PemKeyCertOptions keys() {
        return new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(certificatePem))
                .setKeyValue(Buffer.buffer(keyPem));
    }

    /** For a client that trusts it and nobody else. */
    public SSLContext trusting() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("it", certificate);
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException cause) {
            throw new IllegalStateException(cause);
        }
    }
}
