package io.tasksweep.auth;

import io.tasksweep.domain.ShownText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The claims of a token (RFC 7519). They are checked here because Vert.x's provider accepts a token without {@code exp} and breaks on one
 * whose {@code exp} is a string.
 */
final class Claims {
    private static final int MOST_ACTOR = 256;
    /** RFC 6749, 3.3: scopes are separated by a space and nothing else. */
    private static final Pattern SPACE = Pattern.compile(" ");

    private final JsonObject claims;

    Claims(JsonObject claims) {
        this.claims = claims;
    }

    /** @throws InvalidToken if a claim is missing, of the wrong type, or not for this service now */
    Caller caller(String audience, Optional<String> issuer, Instant now) {
        require(number("exp") > now.getEpochSecond(), "it has expired");
        require(!claims.containsKey("nbf") || number("nbf") <= now.getEpochSecond(), "it is not valid yet");
        require(!claims.containsKey("iat") || number("iat") <= now.getEpochSecond(), "it is from the future");
        require(holds(claims.getValue("aud"), audience), "it is for another audience");
        issuer.ifPresent(wanted -> require(wanted.equals(claims.getValue("iss")), "it is from another issuer"));
        return new Caller(actor(), scopes());
    }

    private double number(String name) {
        if (claims.getValue(name) instanceof Number number && number.doubleValue() < Integer.MAX_VALUE * 100.0) {
            return number.doubleValue();
        }
        throw new InvalidToken(name + " is missing or no date");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new InvalidToken(otherwise);
        }
    }

    private static boolean holds(Object claim, String wanted) {
        return wanted.equals(claim) || (claim instanceof JsonArray array && array.contains(wanted));
    }

    private Set<String> scopes() {
        Set<String> scopes = new LinkedHashSet<>();
        if (claims.getValue("scope") instanceof String words) {
            scopes.addAll(Arrays.asList(SPACE.split(words)));
        }
        if (claims.getValue("permissions") instanceof JsonArray words) {
            words.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .forEach(scopes::add);
        }
        return scopes;
    }

    private String actor() {
        if (!(claims.getValue("sub") instanceof String subject) || subject.isBlank()) {
            return Caller.UNKNOWN;
        }
        return ShownText.of(subject, MOST_ACTOR);
    }
}
