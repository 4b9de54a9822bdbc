package io.tasksweep.http;

import static io.tasksweep.testing.TestingTokens.SECRET;
import static io.tasksweep.testing.TestingTokens.claims;
import static io.tasksweep.testing.TestingTokens.signed;

import io.tasksweep.testing.RawRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;

/** B51 and B52: tokens whose form is wrong, though their signature is right. */
final class BadHeads {
    private static final String HS256 = "{\"alg\":\"HS256\"}";

    private BadHeads() {}

    static Stream<BadInput> all() {
        return Stream.of(extensions(), twice(), noObjects(), sizes()).flatMap(rows -> rows);
    }

    private static BadInput refused(String number, String what, String token) {
        RawRequest request = RawRequest.deletion("task-1").authorized("Bearer " + token);
        return BadInput.of(number, what, request, 401, "unauthenticated");
    }

    private static Stream<BadInput> extensions() {
        JsonObject alg = new JsonObject().put("alg", "HS256");
        return Stream.of(
                        alg.copy().put("crit", new JsonArray().add("exp")),
                        alg.copy().put("crit", new JsonArray()),
                        alg.copy().put("b64", false),
                        alg.copy().put("b64", true),
                        alg.copy().put("b64", false).put("crit", new JsonArray().add("b64")))
                .map(head -> refused(
                        "B51", "the header " + head, signed(head, claims("raw").encode(), SECRET)));
    }

    private static Stream<BadInput> twice() {
        String claims = claims("raw").encode();
        String exp = claims.substring(0, claims.length() - 1) + ",\"exp\":4102444800}";
        String scope = claims.substring(0, claims.length() - 1) + ",\"scope\":\"tasks:delete\"}";
        String alg = "{\"alg\":\"HS256\",\"alg\":\"HS256\"}";
        return Stream.of(
                refused("B52", "exp twice", odd(HS256, exp)),
                refused("B52", "scope twice", odd(HS256, scope)),
                refused("B52", "alg twice", odd(alg, claims)));
    }

    private static String odd(String header, String claims) {
        return signed(header, claims, SECRET, "HmacSHA256");
    }

    private static Stream<BadInput> noObjects() {
        String claims = claims("raw").encode();
        Stream<String> odd =
                Stream.of("[]", "\"x\"", "1", "null", "true", " ", "[".repeat(2_000), "{\"a\":".repeat(400));
        return Stream.concat(
                        odd.flatMap(part -> Stream.of(odd(HS256, part), odd(part, claims))),
                        Stream.of(odd(HS256, claims + " x"), odd(HS256, "\uFEFF" + claims), odd(HS256, deep())))
                .map(token -> refused("B52", "a part that is no object", token));
    }

    /** Complete, and deeper than anything that means well. */
    private static String deep() {
        String claims = claims("raw").encode();
        return claims.substring(0, claims.length() - 1) + ",\"x\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";
    }

    private static Stream<BadInput> sizes() {
        String filler = claims("raw").put("x", "x".repeat(5_300)).encode();
        String larger = claims("raw").put("x", "x".repeat(6_600)).encode();
        RawRequest tooLarge = RawRequest.deletion("task-1").authorized("Bearer " + odd(HS256, larger));
        return Stream.of(
                refused(
                        "B52",
                        "7.5 KB by another key",
                        signed(HS256, filler, "another-secret-of-32-bytes", "HmacSHA256")),
                BadInput.of("B52", "9 KB", tooLarge, 431, ""));
    }
}
