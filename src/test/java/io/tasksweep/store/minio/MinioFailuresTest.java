package io.tasksweep.store.minio;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import io.minio.errors.XmlParserException;
import io.minio.messages.ErrorResponse;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** I16: each error is sorted once, and from that follows whether a repeat can help. */
class MinioFailuresTest {
    private static final String ENDPOINT = "http://endpoint.example:9000/the-bucket/task-1/a";

    private static ErrorResponseException answer(int status, String code, String message) {
        Response response = new Response.Builder()
                .request(new Request.Builder().url(ENDPOINT).build())
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("m")
                .build();
        var error = new ErrorResponse(code, message, "the-bucket", "task-1/a", "/the-bucket/task-1/a", "r", "h");
        return new ErrorResponseException(error, response, "trace");
    }

    @ParameterizedTest
    @Tag("I16")
    @CsvSource({
        "403, AccessDenied, ACCESS_DENIED, false",
        "403, AllAccessDisabled, ACCESS_DENIED, false",
        "403, SomethingElse, ACCESS_DENIED, false",
        "401, Unauthorized, ACCESS_DENIED, false",
        "404, NoSuchBucket, BUCKET_MISSING, false",
        "403, InvalidAccessKeyId, BAD_CREDENTIALS, false",
        "403, SignatureDoesNotMatch, BAD_CREDENTIALS, false",
        "403, RequestTimeTooSkewed, BAD_CREDENTIALS, false",
        "400, ExpiredToken, BAD_CREDENTIALS, false",
        "400, InvalidToken, BAD_CREDENTIALS, false",
        "400, ObjectLocked, OBJECT_LOCKED, false",
        "503, SlowDown, UNAVAILABLE, true",
        "503, ServiceUnavailable, UNAVAILABLE, true",
        "500, InternalError, UNAVAILABLE, true",
        "502, BadGateway, UNAVAILABLE, true",
        "504, GatewayTimeout, UNAVAILABLE, true",
        "507, XMinioStorageFull, UNAVAILABLE, true",
        "429, TooManyRequests, UNAVAILABLE, true",
        "400, RequestTimeout, TIMEOUT, true",
        "408, SomethingElse, TIMEOUT, true",
        "409, OperationAborted, BUSY, true",
        "501, NotImplemented, UNSUPPORTED, false",
        "405, MethodNotAllowed, UNSUPPORTED, false",
        "307, TemporaryRedirect, BAD_ANSWER, true",
        "400, InvalidArgument, INTERNAL, true",
        "400, MalformedXML, INTERNAL, true"
    })
    void anAnswerIsSortedByItsCode(int status, String code, FailureCode sorted, boolean retriable) {
        Failure failure = MinioFailures.explain(answer(status, code, "m"));
        assertThat(failure.code()).isEqualTo(sorted);
        assertThat(failure.retriable()).isEqualTo(retriable);
    }

    /** In an answer to a bulk deletion, where each key has a code of its own, and none a status. */
    @ParameterizedTest
    @Tag("I16")
    @CsvSource({
        "AccessDenied, ACCESS_DENIED, false",
        "ObjectLocked, OBJECT_LOCKED, false",
        "InternalError, UNAVAILABLE, true",
        "SlowDown, UNAVAILABLE, true",
        "SomethingElse, INTERNAL, true"
    })
    void anErrorOfOneKeyIsSortedByItsCode(String code, FailureCode sorted, boolean retriable) {
        assertThat(MinioFailures.code(code, "m")).isEqualTo(sorted);
        assertThat(sorted.retriable()).isEqualTo(retriable);
    }

    @ParameterizedTest
    @Tag("I16")
    @CsvSource({
        "AccessDenied, Access Denied because object protected by object lock.",
        "AccessDenied, forbidden by object lock",
        "InvalidRequest, Object is WORM protected and cannot be overwritten",
        "ObjectLocked, Object is under retention and cannot be deleted"
    })
    void aLockIsToldByTheMessage(String code, String message) {
        Failure failure = MinioFailures.explain(answer(400, code, message));
        assertThat(failure.code()).isEqualTo(FailureCode.OBJECT_LOCKED);
        assertThat(failure.retriable()).isFalse();
    }

    private static SSLException untrusted() {
        SSLException cause = new SSLHandshakeException(ENDPOINT);
        cause.initCause(new CertificateException(ENDPOINT));
        return cause;
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(new ConnectException(ENDPOINT), FailureCode.UNAVAILABLE, true),
                Arguments.of(new SocketException("reset"), FailureCode.UNAVAILABLE, true),
                Arguments.of(new EOFException(), FailureCode.UNAVAILABLE, true),
                Arguments.of(new IOException("unexpected end of stream on " + ENDPOINT), FailureCode.UNAVAILABLE, true),
                Arguments.of(new UnknownHostException("endpoint.example"), FailureCode.UNAVAILABLE, true),
                Arguments.of(new SocketTimeoutException(), FailureCode.TIMEOUT, true),
                Arguments.of(new InterruptedIOException("timeout"), FailureCode.TIMEOUT, true),
                Arguments.of(new TimeoutException(), FailureCode.TIMEOUT, true),
                Arguments.of(untrusted(), FailureCode.BAD_CREDENTIALS, false),
                Arguments.of(new SSLPeerUnverifiedException(ENDPOINT), FailureCode.BAD_CREDENTIALS, false),
                Arguments.of(new ProtocolException(ENDPOINT), FailureCode.BAD_ANSWER, true),
                Arguments.of(new XmlParserException(new IOException(ENDPOINT)), FailureCode.BAD_ANSWER, true),
                Arguments.of(new InvalidResponseException(200, "text/html", "b", "t"), FailureCode.BAD_ANSWER, true),
                Arguments.of(new ServerException("m", 502, "t"), FailureCode.UNAVAILABLE, true),
                Arguments.of(new UnexpectedStatus(502), FailureCode.UNAVAILABLE, true),
                Arguments.of(new UnexpectedStatus(501), FailureCode.UNSUPPORTED, false),
                Arguments.of(new UnexpectedStatus(404), FailureCode.BAD_ANSWER, true),
                Arguments.of(new NullPointerException(ENDPOINT), FailureCode.INTERNAL, true));
    }

    @ParameterizedTest
    @Tag("I16")
    @MethodSource("troubles")
    void whatIsNoAnswerIsSortedByItsKindHoweverDeepItLies(Throwable cause, FailureCode sorted, boolean retriable) {
        for (Throwable one : List.of(
                cause, new CompletionException(cause), new ExecutionException(new IllegalStateException(cause)))) {
            Failure failure = MinioFailures.explain(one);
            assertThat(failure.code()).isEqualTo(sorted);
            assertThat(failure.retriable()).isEqualTo(retriable);
            assertThat(failure.message()).doesNotContain("endpoint", "bucket/", "9000", "task-1");
        }
    }

    /** Servers name the key, or what it is part of. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AccessDenied | denied on resource: \"arn:aws:s3:::bucket/bookworm-1/a.mp4\" | ACCESS_DENIED",
                "InternalError | delete retention-1/a.mp4: disk timeout | UNAVAILABLE",
                "AccessDenied | WORM protected: task-1/a.mp4 | OBJECT_LOCKED"
            })
    void aTaskWhoseNameSpeaksOfLocksIsNotLocked(String said, String message, FailureCode code) {
        assertThat(MinioFailures.code(said, message)).isEqualTo(code);
    }

    @Test
    void aCircleOfCausesEnds() {
        Exception one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("two", one));
        assertThat(MinioFailures.explain(one).code()).isEqualTo(FailureCode.INTERNAL);
    }

    @ParameterizedTest
    @EnumSource
    void everyFailureHasASentence(FailureCode code) {
        assertThat(MinioFailures.of(code).message()).endsWith(".");
    }
}
