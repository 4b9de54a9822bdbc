package io.tasksweep.auth;

import io.tasksweep.codec.StrictJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Identifies the caller from an {@code Authorization} header: a signed JWT (RFC 7519) as a bearer token (RFC 6750). */
public final class Tokens {
    private static final Pattern BEARER =
            Pattern.compile("(?i:bearer) ([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");

    private final JWTAuth signatures;
    private final String audience;
    private final Optional<String> issuer;
    private final InstantSource clock;

    public Tokens(Vertx vertx, TokenKeys keys, String audience, Optional<String> issuer, InstantSource clock) {
        // Claims checks dates and audience; what the provider does about them must not depend on its defaults
        JWTOptions none = new JWTOptions().setIgnoreExpiration(true);
        this.signatures = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .setPubSecKeys(keys.keys())
                        .setJwks(keys.jwks())
                        .setJWTOptions(none));
        this.audience = audience;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** The caller; fails with {@link InvalidToken}, whatever is wrong with the token. */
    public Future<Caller> caller(List<String> authorization) {
        if (authorization.size() != 1) {
            return Future.failedFuture(new InvalidToken("one Authorization header is needed"));
        }
        Matcher token = BEARER.matcher(authorization.get(0));
        if (!token.matches()) {
            return Future.failedFuture(new InvalidToken("it is no bearer token"));
        }
        return Future.succeededFuture(token)
                .map(parts -> new Claims(checked(parts)))
                .compose(claims -> signed(authorization.get(0)).map(valid -> claims))
                .map(claims -> claims.caller(audience, issuer, clock.instant()));
    }

    /** Reads header and payload before the provider sees them, because the provider trusts their form. */
    private JsonObject checked(Matcher parts) {
        JsonObject header = part(parts.group(1));
        // RFC 7515, 4.1.11: reject what is not understood
        if (header.containsKey("crit") || header.containsKey("b64")) {
            throw new InvalidToken("its header demands an extension");
        }
        return part(parts.group(2));
    }

    private JsonObject part(String base64) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
            return StrictJson.object(text).orElseThrow(() -> new InvalidToken("it is not made of JSON objects"));
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidToken("it is not base64url");
        }
    }

    private Future<User> signed(String authorization) {
        String token = authorization.substring(authorization.indexOf(' ') + 1);
        return Future.succeededFuture(new TokenCredentials(token))
                .compose(signatures::authenticate)
                .recover(cause -> Future.failedFuture(new InvalidToken("its signature is not valid")));
    }
}
