package io.tasksweep.http;

import static io.tasksweep.testing.TestingTokens.base64;
import static io.tasksweep.testing.TestingTokens.claims;
import static io.tasksweep.testing.TestingTokens.signed;

import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** B45 to B56: who is not known, and who may not; what else is wrong with such a request. */
final class BadTokens {
    private static final JsonObject HS256 = new JsonObject().put("alg", "HS256");

    private BadTokens() {}

    static Stream<BadInput> all() {
        return Stream.of(
                        schemes(),
                        twice(),
                        signatures(),
                        dates(),
                        audiences(),
                        scopes(),
                        forces(),
                        places(),
                        worseThanThat())
                .flatMap(rows -> rows);
    }

    private static RawRequest task() {
        return RawRequest.deletion("task-1");
    }

    private static BadInput unknownCaller(String number, String what, RawRequest request) {
        return BadInput.of(number, what, request, 401, "unauthenticated");
    }

    private static Stream<BadInput> schemes() {
        String good = signed(claims("raw"));
        return Stream.concat(
                Stream.of(unknownCaller("B45", "no token", task().without("Authorization"))),
                Stream.of(
                                "Basic dXNlcjpwYXNz",
                                "Bearer",
                                "Bearer  ",
                                "Bearer  " + good,
                                "Bearer a b",
                                "Bearer " + good + " b",
                                "Bearer !!.!!.!!",
                                "Bearer a.b.c.d.e",
                                "Bearer " + good + ", Bearer " + good,
                                "Bearer " + good + "," + good,
                                good)
                        .map(value -> unknownCaller(
                                "B45", "Authorization: " + value.replace(good, "TOKEN"), task().authorized(value))));
    }

    private static Stream<BadInput> twice() {
        String good = "Authorization: Bearer " + signed(claims("raw"));
        RawRequest none = task().without("Authorization");
        return Stream.of(
                unknownCaller("B46", "two, good first", none.with(good, "Authorization: Bearer x")),
                unknownCaller("B46", "two, good last", none.with("Authorization: Bearer x", good)),
                unknownCaller("B46", "two that are both good", none.with(good, good)));
    }

    private static BadInput forged(String number, String what, String token) {
        return unknownCaller(number, what, task().authorized("Bearer " + token));
    }

    private static Stream<BadInput> signatures() {
        String payload = claims("raw").encode();
        String good = signed(HS256, payload, TestingTokens.SECRET);
        String unsigned = good.substring(0, good.lastIndexOf('.') + 1);
        Stream<BadInput> none = Stream.of("none", "None", "NONE")
                .flatMap(name -> Stream.of(
                        forged("B47", "alg " + name, signed(new JsonObject().put("alg", name), payload, "x")),
                        forged(
                                "B47",
                                "alg " + name + ", empty signature",
                                unsigned(new JsonObject().put("alg", name)))));
        return Stream.concat(
                none,
                Stream.of(
                        forged("B47", "alg missing", signed(new JsonObject(), payload, TestingTokens.SECRET)),
                        forged("B47", "empty signature", unsigned),
                        forged("B47", "cut signature", good.substring(0, good.length() - 4)),
                        // HMAC fills a key up with zeros: one zero byte is the empty key
                        forged("B47", "the empty key", signed(HS256, payload, "\0")),
                        forged("B48", "another key", signed(HS256, payload, "another-secret-of-32-bytes-or-more")),
                        forged(
                                "B48",
                                "HS512 where HS256 is due",
                                signed(new JsonObject().put("alg", "HS512"), payload, TestingTokens.SECRET))));
    }

    private static String unsigned(JsonObject header) {
        return base64(header.encode().getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims("raw").encode().getBytes(StandardCharsets.UTF_8)) + ".";
    }

    private static BadInput claimed(String number, String what, Consumer<JsonObject> change) {
        JsonObject claims = claims("raw");
        change.accept(claims);
        return forged(number, what, signed(claims));
    }

    private static Stream<BadInput> dates() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                claimed("B49", "exp missing", claims -> claims.remove("exp")),
                claimed("B49", "exp a string", claims -> claims.put("exp", String.valueOf(now + 3600))),
                claimed("B49", "exp null", claims -> claims.putNull("exp")),
                claimed("B49", "exp -1", claims -> claims.put("exp", -1)),
                claimed("B49", "exp 1e30", claims -> claims.put("exp", 1e30)),
                claimed("B49", "exp a minute ago", claims -> claims.put("exp", now - 60)),
                claimed("B49", "nbf ten minutes ahead", claims -> claims.put("nbf", now + 600)),
                claimed("B49", "iat ten minutes ahead", claims -> claims.put("iat", now + 600)),
                claimed("B49", "nbf a string", claims -> claims.put("nbf", "0")));
    }

    private static Stream<BadInput> audiences() {
        return Stream.of(
                claimed("B50", "aud missing", claims -> claims.remove("aud")),
                claimed("B50", "aud other", claims -> claims.put("aud", "others")),
                claimed(
                        "B50",
                        "aud an array without ours",
                        claims -> claims.put("aud", new JsonArray().add("others"))));
    }

    private static Stream<BadInput> scopes() {
        Stream<BadInput> words = Stream.of(
                        "tasks:read",
                        "tasks:deleted",
                        "xtasks:delete",
                        "TASKS:DELETE",
                        "tasks:delete:force",
                        "t\u0430sks:delete",
                        "tasks:read\u00a0tasks:delete",
                        "tasks:read,tasks:delete",
                        "tasks:read\ttasks:delete",
                        "")
                .map(scope -> forbidden("the scope «" + scope + "»", claims -> claims.put("scope", scope)));
        return Stream.concat(
                words,
                Stream.of(
                        forbidden("no scope", claims -> claims.remove("scope")),
                        forbidden("scope an array", claims -> claims.put("scope", new JsonArray().add("tasks:delete"))),
                        forbidden(
                                "permissions a string",
                                claims -> claims.put("permissions", "tasks:delete")
                                        .remove("scope"))));
    }

    private static BadInput forbidden(String what, Consumer<JsonObject> change) {
        JsonObject claims = claims("raw");
        change.accept(claims);
        return BadInput.of("B53", what, task().authorized("Bearer " + signed(claims)), 403, "forbidden");
    }

    private static Stream<BadInput> forces() {
        String token = TestingTokens.token("raw", "tasks:delete");
        return Stream.of("task-1", "task-running", "task-unknown")
                .map(id -> BadInput.of(
                        "B54",
                        "force without its scope: " + id,
                        RawRequest.deletion(id).authorized("Bearer " + token).json("{\"force\":true}"),
                        403,
                        "force_forbidden"));
    }

    private static Stream<BadInput> places() {
        String good = signed(claims("raw"));
        RawRequest none = task().without("Authorization");
        return Stream.of(
                unknownCaller(
                        "B55",
                        "token in the query",
                        RawRequest.to("POST", "/v1/tasks/task-1/delete?access_token=" + good)
                                .without("Authorization")),
                unknownCaller("B55", "token in a cookie", none.with("Cookie: access_token=" + good)),
                unknownCaller("B55", "token in the body", none.json("{\"access_token\":\"" + good + "\"}")),
                unknownCaller("B55", "token for a proxy", none.with("Proxy-Authorization: Bearer " + good)));
    }

    /** FR-002: who asks counts before what is asked for, and only the method and the size count before that. */
    private static Stream<BadInput> worseThanThat() {
        RawRequest badId = RawRequest.deletion("-rf");
        RawRequest badType = task().with("Content-Type: text/plain").carrying("{}".getBytes(StandardCharsets.US_ASCII));
        String withoutScope = "Bearer " + TestingTokens.token("raw", "");
        return Stream.of(
                unknownCaller("B45", "no token, and no id", badId.without("Authorization")),
                unknownCaller("B45", "no token, and a wrong type", badType.without("Authorization")),
                BadInput.of("B56", "no scope, and no id", badId.authorized(withoutScope), 403, "forbidden"),
                BadInput.of("B56", "no scope, and a wrong type", badType.authorized(withoutScope), 403, "forbidden"),
                BadInput.of(
                        "B24",
                        "no token, and 5 KB",
                        task().without("Authorization").json(" ".repeat(5_000)),
                        413,
                        "body_too_large"),
                BadInput.of(
                        "B32",
                        "no token, and the method GET",
                        RawRequest.to("GET", task().target()).without("Authorization"),
                        405,
                        "method_not_allowed"));
    }
}
