package io.tasksweep.app;

import io.vertx.core.net.KeyCertOptions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Reads certificates and keys for TLS. */
final class TlsReader {
    private static final Setting CERTIFICATE = new Setting("http.tls.certificate", "HTTP_TLS_CERTIFICATE");
    private static final Setting KEY = new Setting("http.tls.key", "HTTP_TLS_KEY");

    private TlsReader() {}

    /** The certificate and key of the public port; empty if the port speaks plain HTTP. */
    static Optional<KeyCertOptions> http(SettingsReader read) {
        boolean certified = read.optional(CERTIFICATE).isPresent();
        boolean keyed = read.optional(KEY).isPresent();
        if (certified != keyed) {
            read.mistake(certified ? KEY : CERTIFICATE, "is required, since the other one is set");
        }
        Optional<String> certificates = read.files()
                .content(CERTIFICATE)
                .filter(text -> !certificates(read, CERTIFICATE, text).isEmpty());
        Optional<String> key = read.files().secretContent(KEY);
        return certificates.flatMap(chain -> key.flatMap(text -> pair(read, chain, text)));
    }

    private static Optional<KeyCertOptions> pair(SettingsReader read, String chain, String key) {
        try {
            return Optional.of(Pem.server(chain, key));
        } catch (IllegalArgumentException unusable) {
            read.mistake(KEY, String.valueOf(unusable.getMessage()));
            return Optional.empty();
        }
    }

    /** The authorities trusted for a store's certificate, in PEM; empty means those that the JVM trusts. */
    static Optional<String> authorities(SettingsReader read, Setting setting, boolean secure) {
        Optional<String> text = read.files().content(setting);
        if (read.optional(setting).isPresent() && !secure) {
            read.mistake(setting, "is set, but the connection is not secure");
        }
        return text.filter(pem -> !certificates(read, setting, pem).isEmpty());
    }

    private static List<X509Certificate> certificates(SettingsReader read, Setting setting, String pem) {
        try {
            return Pem.certificates(pem);
        } catch (IllegalArgumentException unusable) {
            read.mistake(setting, String.valueOf(unusable.getMessage()));
            return List.of();
        }
    }
}
