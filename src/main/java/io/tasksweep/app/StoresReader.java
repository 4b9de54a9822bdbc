package io.tasksweep.app;

import io.tasksweep.store.minio.MinioSettings;
import io.tasksweep.store.minio.PrefixPattern;
import io.tasksweep.store.redis.KeyPattern;
import io.tasksweep.store.redis.RedisSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where Redis and the bucket are; whatever could widen a deletion's reach is a mistake. */
final class StoresReader {
    private static final Setting ENDPOINTS = new Setting("redis.endpoints", "REDIS_ENDPOINTS");
    private static final Setting DATABASE = new Setting("redis.database", "REDIS_STATE_DB");
    private static final Setting USERNAME = new Setting("redis.username", "REDIS_USERNAME");
    private static final Setting PASSWORD = new Setting("redis.password", "REDIS_PASSWORD");
    private static final Setting KEY_PATTERNS = new Setting("redis.key-patterns", "");
    private static final Setting PREFIXES = new Setting("minio.prefixes", "");

    private static final List<String> DEFAULT_KEY_PATTERNS = List.of("{task_id}:*:*", "workflow_state:{task_id}");
    private static final List<String> DEFAULT_PREFIXES = List.of("{task_id}/");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]");
    private static final Pattern ENDPOINT = Pattern.compile("(" + HOST + "):(\\d{1,5})");

    private static final String HOST_WANTED = "must be the name or the address of a host";
    private static final String BUCKET_WANTED =
            "must be a bucket's name as S3 has them: 3 to 63 of a-z, 0-9, '.' and '-'";
    private static final String REGION_WANTED = "must be a region's name: a-z, 0-9, '-' and '_'";

    private StoresReader() {}

    static RedisSettings redis(SettingsReader read, Duration timeout) {
        String mode =
                read.word(new Setting("redis.mode", "REDIS_MODE"), "standalone", "standalone", "sentinel", "cluster");
        boolean tls = read.flag(new Setting("redis.tls", "REDIS_TLS"), false);
        Optional<String> password = read.files().secret(PASSWORD);
        return new RedisSettings(
                RedisSettings.Mode.valueOf(mode.toUpperCase(Locale.ROOT)),
                read.text(new Setting("redis.host", "REDIS_HOST"), "127.0.0.1", StoresReader::isHost, HOST_WANTED),
                read.portOfOthers(new Setting("redis.port", "REDIS_PORT"), 6379),
                endpoints(read, mode),
                read.text(new Setting("redis.master", "REDIS_MASTER"), "mymaster"),
                database(read, mode.equals("cluster")),
                username(read, password),
                password,
                tls,
                TlsReader.authorities(read, new Setting("redis.ca-file", "REDIS_CA_FILE"), tls),
                keyPatterns(read),
                timeout);
    }

    /** Without a password nobody is logged in. */
    private static Optional<String> username(SettingsReader read, Optional<String> password) {
        Optional<String> username = read.optional(USERNAME);
        boolean named = read.optional(PASSWORD.file()).isPresent(); // if it cannot be read, that is said already
        if (username.isPresent() && password.isEmpty() && !named) {
            read.mistake(USERNAME, "is set, but redis.password is not");
        }
        return username;
    }

    private static int database(SettingsReader read, boolean clustered) {
        int database = read.number(DATABASE, clustered ? 0 : 3, 0, 1_000_000);
        if (clustered && database != 0) {
            read.mistake(DATABASE, "must be 0 in cluster mode");
        }
        return database;
    }

    private static List<String> endpoints(SettingsReader read, String mode) {
        List<String> endpoints = read.list(ENDPOINTS, List.of());
        wrong(mode, endpoints).ifPresent(what -> read.mistake(ENDPOINTS, what));
        return endpoints;
    }

    private static Optional<String> wrong(String mode, List<String> endpoints) {
        if (!mode.equals("standalone") && endpoints.isEmpty()) {
            return Optional.of("is required in " + mode + " mode");
        }
        if (!endpoints.stream().allMatch(StoresReader::isEndpoint)) {
            return Optional.of("must be a list of host:port");
        }
        return mode.equals("standalone") && !endpoints.isEmpty()
                ? Optional.of("is set, but redis.mode is neither sentinel nor cluster")
                : Optional.empty();
    }

    private static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    private static boolean isEndpoint(String at) {
        Matcher parts = ENDPOINT.matcher(at);
        return parts.matches() && isPort(Integer.parseInt(parts.group(2)));
    }

    private static boolean isPort(int number) {
        return number > 0 && number <= SettingsReader.MOST_PORT;
    }

    /** All that are right, or the default: with a mistake, no setting is used. */
    private static List<KeyPattern> keyPatterns(SettingsReader read) {
        List<String> texts = read.list(KEY_PATTERNS, DEFAULT_KEY_PATTERNS);
        if (texts.isEmpty()) {
            read.mistake(KEY_PATTERNS, "must hold at least one pattern");
        }
        List<KeyPattern> patterns =
                texts.stream().flatMap(text -> keyPattern(read, text).stream()).toList();
        List<String> ambiguities = KeyPattern.ambiguities(patterns);
        ambiguities.forEach(pair -> read.mistake(KEY_PATTERNS, pair));
        return patterns.isEmpty() || !ambiguities.isEmpty()
                ? DEFAULT_KEY_PATTERNS.stream().map(KeyPattern::new).toList()
                : patterns;
    }

    private static Optional<KeyPattern> keyPattern(SettingsReader read, String text) {
        try {
            return Optional.of(new KeyPattern(text));
        } catch (IllegalArgumentException wide) {
            read.mistake(KEY_PATTERNS, "holds a wrong pattern: it " + wide.getMessage());
            return Optional.empty();
        }
    }

    static MinioSettings minio(SettingsReader read, Duration timeout) {
        boolean secure = read.flag(new Setting("minio.secure", "MINIO_SECURE"), false);
        return new MinioSettings(
                read.text(new Setting("minio.host", "MINIO_HOST"), "127.0.0.1", MinioSettings::isHost, HOST_WANTED),
                read.portOfOthers(new Setting("minio.port", "MINIO_PORT"), 9000),
                secure,
                required(read, new Setting("minio.access-key", "MINIO_ACCESS_KEY")),
                required(read, new Setting("minio.secret-key", "MINIO_SECRET_KEY")),
                read.text(
                        new Setting("minio.bucket", "MINIO_DEFAULT_BUCKET"),
                        "yivideo",
                        MinioSettings::isBucket,
                        BUCKET_WANTED),
                read.text(
                        new Setting("minio.region", "MINIO_REGION"),
                        "us-east-1",
                        MinioSettings::isRegion,
                        REGION_WANTED),
                prefixes(read),
                timeout,
                read.number(new Setting("minio.threads", "MINIO_THREADS"), 8, 1, 256),
                TlsReader.authorities(read, new Setting("minio.ca-file", "MINIO_CA_FILE"), secure)
                        .map(Pem::certificates)
                        .orElseGet(List::of));
    }

    private static List<PrefixPattern> prefixes(SettingsReader read) {
        List<String> texts = read.list(PREFIXES, DEFAULT_PREFIXES);
        try {
            return checked(texts);
        } catch (IllegalArgumentException wide) {
            read.mistake(PREFIXES, "is unsafe: " + wide.getMessage());
            return checked(DEFAULT_PREFIXES);
        }
    }

    private static List<PrefixPattern> checked(List<String> texts) {
        List<PrefixPattern> prefixes = texts.stream().map(PrefixPattern::new).toList();
        PrefixPattern.check(prefixes);
        return prefixes;
    }

    private static String required(SettingsReader read, Setting setting) {
        Optional<String> value = read.files().secret(setting);
        if (value.isEmpty()) {
            read.mistake(setting, "is required");
        }
        return value.orElse("");
    }
}
