package io.tasksweep.store.minio;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/** The authorities that a client trusts for a server's certificate. The host name is verified in any case. */
final class Authorities {
    private Authorities() {}

    /** Makes the client trust only these authorities, and not those that the JVM trusts. */
    static void only(List<X509Certificate> authorities, OkHttpClient.Builder client) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (int at = 0; at < authorities.size(); at++) {
                trusted.setCertificateEntry("authority-" + at, authorities.get(at));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            TrustManager[] managers = factory.getTrustManagers();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            client.sslSocketFactory(context.getSocketFactory(), (X509TrustManager) managers[0]);
        } catch (GeneralSecurityException
                | IOException impossible) { // certificates that could be parsed can be trusted
            throw new IllegalStateException(impossible);
        }
    }
}
