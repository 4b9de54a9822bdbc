package io.tasksweep.app;

import io.tasksweep.auth.TokenKeys;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the keys that tokens are verified with; without a usable key the service does not start. */
final class AuthReader {
    private static final Setting SECRET = new Setting("auth.hmac-secret", "JWT_SECRET");
    private static final Setting PUBLIC_KEY = new Setting("auth.public-key-file", "JWT_PUBLIC_KEY_FILE");
    private static final Setting KEY_SET = new Setting("auth.jwks-file", "JWT_JWKS_FILE");

    private AuthReader() {}

    static Settings.Auth read(SettingsReader read) {
        TokenKeys keys = new TokenKeys(List.of(), List.of())
                .plus(keys(read, SECRET, read.files().secret(SECRET), AuthReader::secret))
                .plus(file(read, PUBLIC_KEY, TokenKeys::ofPem))
                .plus(file(read, KEY_SET, AuthReader::keySet));
        List<Optional<String>> set = Stream.of(SECRET, SECRET.file(), PUBLIC_KEY, KEY_SET)
                .map(read::optional)
                .toList();
        if (set.stream().allMatch(Optional::isEmpty)) {
            read.mistake(SECRET, "or another auth key is required");
        }
        return new Settings.Auth(
                keys,
                read.optional(new Setting("auth.issuer", "JWT_ISSUER")),
                read.text(new Setting("auth.audience", "JWT_AUDIENCE"), "tasksweep"));
    }

    private static TokenKeys file(SettingsReader read, Setting setting, Function<String, TokenKeys> parse) {
        return keys(read, setting, read.files().content(setting), parse);
    }

    private static TokenKeys keys(
            SettingsReader read, Setting setting, Optional<String> text, Function<String, TokenKeys> parse) {
        try {
            return text.map(parse).orElseGet(() -> new TokenKeys(List.of(), List.of()));
        } catch (IllegalArgumentException unusable) {
            read.mistake(setting, String.valueOf(unusable.getMessage()));
            return new TokenKeys(List.of(), List.of());
        }
    }

    private static TokenKeys secret(String text) {
        return TokenKeys.ofSecret(text.getBytes(StandardCharsets.UTF_8));
    }

    private static TokenKeys keySet(String text) {
        try {
            return TokenKeys.ofKeySet(new JsonObject(text));
        } catch (DecodeException notJson) {
            throw new IllegalArgumentException("must hold a key set in JSON", notJson);
        }
    }
}
