package io.tasksweep.http;

import io.tasksweep.auth.Access;
import io.tasksweep.auth.Scope;
import io.tasksweep.auth.Tokens;
import io.tasksweep.codec.FieldError;
import io.tasksweep.codec.Problem;
import io.tasksweep.codec.ProblemCode;
import io.tasksweep.codec.ProblemException;
import io.tasksweep.codec.RequestBody;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What operations require of a request. */
final class RequestChecks {
    private static final Pattern JSON = Pattern.compile("(?i)application/json(\\s*;\\s*charset=\"?utf-8\"?)?\\s*");

    private final Tokens tokens;
    private final ApiContract contract;

    RequestChecks(Tokens tokens, ApiContract contract) {
        this.tokens = tokens;
        this.contract = contract;
    }

    /** Authenticates, then authorizes, before the task id and the content of the body are looked at. */
    Handler<RoutingContext> caller(Scope scope, Scope... orElse) {
        return ctx -> tokens.caller(ctx.request().headers().getAll(HttpHeaders.AUTHORIZATION))
                .onSuccess(caller -> {
                    Exchange.of(ctx).audited().caller(caller);
                    Access.denied(caller, scope, orElse)
                            .ifPresentOrElse(no -> ctx.fail(new ProblemException(no)), ctx::next);
                })
                .onFailure(ctx::fail);
    }

    /**
     * Refuses several Host headers: different servers would read them as different hosts (RFC 9112, 3.2).
     *
     * @throws ProblemException if there is more than one Host header
     */
    static void oneHost(RoutingContext ctx) {
        if (ctx.request().headers().getAll(HttpHeaders.HOST).size() > 1) {
            throw new ProblemException(wrongHost());
        }
    }

    /**
     * Returns the same request. Vert.x 5.0.7 throws on a Host header that ends within a percent-encoding, before any handler runs; such a
     * header is removed, and the request is then refused like any other without a host.
     */
    static HttpServerRequest withReadableHost(HttpServerRequest request) {
        try {
            request.authority();
        } catch (IndexOutOfBoundsException cut) {
            request.headers().remove(HttpHeaders.HOST);
        }
        return request;
    }

    static Problem wrongHost() {
        return Problem.of(ProblemCode.UNSUPPORTED_PARAMETER, "A request must have one valid Host header.");
    }

    /** @throws ProblemException if the request has a query string */
    static void noQuery(RoutingContext ctx) {
        if (ctx.request().query() != null) {
            throw new ProblemException(Problem.of(
                    ProblemCode.UNSUPPORTED_PARAMETER,
                    "No operation takes a query parameter; what a deletion takes is in its body."));
        }
    }

    /**
     * The task that the path names.
     *
     * @throws ProblemException if the name is not valid
     */
    TaskId taskId(RoutingContext ctx, String operationId) {
        return RawPath.taskId(ctx.request())
                .filter(task -> contract.allowsPathParameter(operationId, "task_id", task.value()))
                .orElseThrow(() -> new ProblemException(Problem.invalidTaskId()));
    }

    /**
     * Whether the body asks for force.
     *
     * @throws ProblemException if the body is invalid
     */
    boolean force(RoutingContext ctx, String operationId) {
        JsonObject body =
                RequestBody.read(Optional.ofNullable(ctx.body().buffer()).orElseGet(Buffer::buffer));
        boolean force = RequestBody.force(body);
        if (!contract.allowsBody(operationId, body)) {
            throw new ProblemException(Problem.invalidBody(new FieldError("", "is not what the contract allows")));
        }
        return force;
    }

    /** Fails with 417 if anything is expected that cannot be met: {@code BodyHandler} evaluates one header only, and only if there is a body. */
    static void expectations(RoutingContext ctx) {
        List<String> expected = ctx.request().headers().getAll(HttpHeaders.EXPECT);
        if (!expected.stream().allMatch("100-continue"::equalsIgnoreCase)) {
            ctx.fail(417);
        } else {
            ctx.next();
        }
    }

    /**
     * Has the body of a form read like any other. Decoded as a form, it would be shown as absent, and one that Vert.x cannot decode (too many
     * fields, a broken percent-encoding) would end the connection without an answer.
     */
    static void formsAreBytes(RoutingContext ctx) {
        MultiMap headers = ctx.request().headers();
        if (isForm(headers.getAll(HttpHeaders.CONTENT_TYPE))) {
            headers.set(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
        }
        ctx.next();
    }

    /**
     * A body must be declared as JSON in UTF-8.
     *
     * @throws ProblemException if the content type is wrong or the body is encoded
     */
    static void mediaType(RoutingContext ctx) {
        List<String> types = ctx.request().headers().getAll(HttpHeaders.CONTENT_TYPE);
        boolean json = types.size() == 1 && JSON.matcher(types.get(0)).matches();
        if ((!json && hasBody(ctx)) || isEncoded(ctx.request().headers())) {
            throw new ProblemException(Problem.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "A body must be sent as Content-Type: application/json, not encoded."));
        }
    }

    private static boolean isEncoded(MultiMap headers) {
        return headers.contains(HttpHeaders.CONTENT_ENCODING)
                || headers.getAll(HttpHeaders.TRANSFER_ENCODING).stream()
                        .anyMatch(coding -> !coding.equalsIgnoreCase("chunked"));
    }

    private static boolean hasBody(RoutingContext ctx) {
        Buffer body = ctx.body().buffer();
        return body != null && body.length() > 0;
    }

    private static boolean isForm(List<String> types) {
        return types.stream().anyMatch(type -> type.toLowerCase(Locale.ROOT).contains("form"));
    }
}
