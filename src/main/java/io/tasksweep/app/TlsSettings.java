package io.tasksweep.app;

import io.vertx.core.net.KeyCertOptions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Reads certificates and keys for TLS. */
final class TlsSettings {
    private static final String CERTIFICATE = "http.tls.certificate";
    private static final String KEY = "http.tls.key";

    private TlsSettings() {}

    /** The certificate and key of the public port; empty if the port speaks plain HTTP. */
    static Optional<KeyCertOptions> http(SettingsReader read) {
        boolean certified = read.optional(CERTIFICATE, "HTTP_TLS_CERTIFICATE").isPresent();
        boolean keyed = read.optional(KEY, "HTTP_TLS_KEY").isPresent();
        if (certified != keyed) {
            read.mistake(
                    certified ? KEY : CERTIFICATE,
                    certified ? "HTTP_TLS_KEY" : "HTTP_TLS_CERTIFICATE",
                    "is required, since the other one is set");
        }
        Optional<String> certificates = read.files()
                .content(CERTIFICATE, "HTTP_TLS_CERTIFICATE")
                .filter(text -> !certificates(read, CERTIFICATE, "HTTP_TLS_CERTIFICATE", text)
                        .isEmpty());
        Optional<String> key = read.files().secretContent(KEY, "HTTP_TLS_KEY");
        return certificates.flatMap(chain -> key.flatMap(text -> pair(read, chain, text)));
    }

    private static Optional<KeyCertOptions> pair(SettingsReader read, String chain, String key) {
        try {
            return Optional.of(Pem.server(chain, key));
        } catch (IllegalArgumentException unusable) {
            read.mistake(KEY, "HTTP_TLS_KEY", String.valueOf(unusable.getMessage()));
            return Optional.empty();
        }
    }

    /** The authorities trusted for a store's certificate, in PEM; empty means those that the JVM trusts. */
    static Optional<String> authorities(SettingsReader read, String key, String variable, boolean secure) {
        Optional<String> text = read.files().content(key, variable);
        if (read.optional(key, variable).isPresent() && !secure) {
            read.mistake(key, variable, "is set, but the connection is not secure");
        }
        return text.filter(pem -> !certificates(read, key, variable, pem).isEmpty());
    }

    private static List<X509Certificate> certificates(SettingsReader read, String key, String variable, String pem) {
        try {
            return Pem.certificates(pem);
        } catch (IllegalArgumentException unusable) {
            read.mistake(key, variable, String.valueOf(unusable.getMessage()));
            return List.of();
        }
    }
}
