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
final class AuthSettings {
    private static final String SECRET = "auth.hmac-secret";

    private AuthSettings() {}

    static Settings.Auth read(SettingsReader read) {
        TokenKeys keys = new TokenKeys(List.of(), List.of())
                .plus(keys(read, SECRET, "JWT_SECRET", read.files().secret(SECRET, "JWT_SECRET"), AuthSettings::secret))
                .plus(file(read, "auth.public-key-file", "JWT_PUBLIC_KEY_FILE", TokenKeys::ofPem))
                .plus(file(read, "auth.jwks-file", "JWT_JWKS_FILE", AuthSettings::keySet));
        boolean anySet = Stream.of(
                        read.optional(SECRET, "JWT_SECRET"),
                        read.optional(SECRET + "-file", "JWT_SECRET_FILE"),
                        read.optional("auth.public-key-file", "JWT_PUBLIC_KEY_FILE"),
                        read.optional("auth.jwks-file", "JWT_JWKS_FILE"))
                .anyMatch(Optional::isPresent);
        if (!anySet) {
            read.mistake(SECRET, "JWT_SECRET", "or another auth key is required");
        }
        return new Settings.Auth(
                keys,
                read.optional("auth.issuer", "JWT_ISSUER"),
                read.text("auth.audience", "JWT_AUDIENCE", "tasksweep"));
    }

    private static TokenKeys file(SettingsReader read, String key, String variable, Function<String, TokenKeys> parse) {
        return keys(read, key, variable, read.files().content(key, variable), parse);
    }

    private static TokenKeys keys(
            SettingsReader read,
            String key,
            String variable,
            Optional<String> text,
            Function<String, TokenKeys> parse) {
        try {
            return text.map(parse).orElseGet(() -> new TokenKeys(List.of(), List.of()));
        } catch (IllegalArgumentException unusable) {
            read.mistake(key, variable, String.valueOf(unusable.getMessage()));
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
