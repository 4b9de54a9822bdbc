package io.tasksweep.app;

import io.tasksweep.auth.TokenKeys;
import io.tasksweep.deletion.DeletionPolicy;
import io.tasksweep.store.minio.MinioSettings;
import io.tasksweep.store.redis.RedisSettings;
import io.vertx.core.net.KeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Everything that an operator decides, read once and checked. {@code conf/tasksweep.yaml} explains each setting.
 *
 * @param warnings what to log about the settings, one line each
 */
record Settings(
        Endpoint http,
        Optional<KeyCertOptions> tls,
        Endpoint management,
        Auth auth,
        Files files,
        RedisSettings redis,
        MinioSettings minio,
        DeletionPolicy deletion,
        Limits limits,
        Logs logs,
        List<String> warnings) {
    static final Setting AUDIT_FILE = new Setting("audit.file", "AUDIT_FILE");

    private static final Setting MANAGEMENT_PORT = new Setting("management.port", "MANAGEMENT_PORT");
    /** With two colons at least: what has one may be a host and a port. */
    private static final String IPV6 = "[0-9A-Fa-f.]*(:[0-9A-Fa-f.]*){2,}(%[A-Za-z0-9._-]+)?";

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9._-]+|" + IPV6 + "|\\[" + IPV6 + "\\]");

    private static final List<Duration> SECOND_PASSES = List.of(Duration.ofSeconds(10), Duration.ofSeconds(60));

    /** An address to listen on; port 0 takes a free one. */
    record Endpoint(String host, int port) {
        private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "[::]");

        /**
         * Whether both would listen on the same port: servers with equal addresses would share it, and each would answer the
         * other's requests.
         */
        boolean meets(Endpoint other) {
            return port != 0
                    && port == other.port
                    && (host.equalsIgnoreCase(other.host) || isEverywhere() || other.isEverywhere());
        }

        private boolean isEverywhere() {
            return ALL_ADDRESSES.contains(host);
        }
    }

    /** Which tokens are accepted. */
    record Auth(TokenKeys keys, Optional<String> issuer, String audience) {}

    /** The shared directory. */
    record Files(Path root, Optional<String> marker, int threads, int walkers) {}

    /** How many deletions may run at once, and how many bytes a request body may have. */
    record Limits(int concurrentDeletions, int bodyBytes) {}

    /** Where audit entries go; the level of the log, and whether it is JSON or text. */
    record Logs(String auditFile, String level, boolean json) {}

    /** @throws SettingsException with every mistake */
    static Settings from(Map<String, Object> file, Map<String, String> environment) {
        SettingsReader read = new SettingsReader(file, environment);
        Duration storeTimeout = read.timeout(new Setting("stores.timeout", "STORE_TIMEOUT"), Duration.ofSeconds(10));
        Endpoint http = new Endpoint(
                address(read, new Setting("http.host", "HTTP_HOST"), "0.0.0.0"),
                read.port(new Setting("http.port", "HTTP_PORT"), 8788));
        Settings settings = new Settings(
                http,
                TlsReader.http(read),
                management(read, http),
                AuthReader.read(read),
                ShareReader.files(read),
                StoresReader.redis(read, storeTimeout),
                StoresReader.minio(read, storeTimeout),
                policy(read, storeTimeout),
                new Limits(
                        read.number(
                                new Setting("limits.concurrent-deletions", "MAX_CONCURRENT_DELETIONS"), 64, 1, 10_000),
                        read.number(new Setting("limits.body-bytes", ""), 4096, 64, 1 << 20)),
                logs(read),
                read.warnings()); // last, when everything has been read
        read.throwMistakes();
        return settings;
    }

    private static String address(SettingsReader read, Setting setting, String fallback) {
        return read.text(
                setting,
                fallback,
                text -> ADDRESS.matcher(text).matches(),
                "must be the name or the address of one of this machine's interfaces, without a port");
    }

    private static Endpoint management(SettingsReader read, Endpoint http) {
        Endpoint management = new Endpoint(
                address(read, new Setting("management.host", "MANAGEMENT_HOST"), "127.0.0.1"),
                read.port(MANAGEMENT_PORT, 8789));
        if (management.meets(http)) {
            read.mistake(MANAGEMENT_PORT, "must not be the public port, http.port");
        }
        return management;
    }

    private static Logs logs(SettingsReader read) {
        return new Logs(
                read.files().output(AUDIT_FILE),
                read.word(new Setting("log.level", "LOG_LEVEL"), "info", "trace", "debug", "info", "warn", "error"),
                read.word(new Setting("log.format", "LOG_FORMAT"), "json", "json", "text")
                        .equals("json"));
    }

    private static DeletionPolicy policy(SettingsReader read, Duration storeTimeout) {
        String unknown = read.word(
                new Setting("safe-mode.unknown-state", "SAFE_MODE_UNKNOWN_STATE"), "proceed", "proceed", "refuse");
        Duration timeout = read.timeout(new Setting("deletion.timeout", "DELETION_TIMEOUT"), Duration.ofSeconds(60));
        Duration receiptTtl =
                read.duration(new Setting("deletion.receipt-ttl", "DELETION_RECEIPT_TTL"), Duration.ofDays(7));
        List<Duration> passes =
                read.durations(new Setting("deletion.second-passes", "DELETION_SECOND_PASSES"), SECOND_PASSES);
        Duration quiet = read.durationOrNone(new Setting("safe-mode.quiet-period", "SAFE_MODE_QUIET_PERIOD"));
        return new DeletionPolicy(unknown.equals("refuse"), timeout, storeTimeout, receiptTtl, passes, quiet);
    }
}
