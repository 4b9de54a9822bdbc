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
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
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
    @CsvSource({
        "403, AccessDenied, ACCESS_DENIED",
        "404, NoSuchBucket, BUCKET_MISSING",
        "403, InvalidAccessKeyId, BAD_CREDENTIALS",
        "403, SignatureDoesNotMatch, BAD_CREDENTIALS",
        "403, RequestTimeTooSkewed, BAD_CREDENTIALS",
        "400, ExpiredToken, BAD_CREDENTIALS",
        "403, SomethingElse, ACCESS_DENIED",
        "503, SlowDown, UNAVAILABLE",
        "503, ServiceUnavailable, UNAVAILABLE",
        "500, InternalError, UNAVAILABLE",
        "507, XMinioStorageFull, UNAVAILABLE",
        "429, TooManyRequests, UNAVAILABLE",
        "400, RequestTimeout, TIMEOUT",
        "409, OperationAborted, BUSY",
        "501, NotImplemented, UNSUPPORTED",
        "405, MethodNotAllowed, UNSUPPORTED",
        "307, TemporaryRedirect, BAD_ANSWER",
        "400, InvalidArgument, INTERNAL",
        "400, MalformedXML, INTERNAL"
    })
    void anAnswerIsSortedByItsCode(int status, String code, FailureCode sorted) {
        assertThat(MinioFailures.explain(answer(status, code, code)).code()).isEqualTo(sorted);
    }

    @ParameterizedTest
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

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(new ConnectException(ENDPOINT), FailureCode.UNAVAILABLE),
                Arguments.of(new SocketException("reset"), FailureCode.UNAVAILABLE),
                Arguments.of(new EOFException(), FailureCode.UNAVAILABLE),
                Arguments.of(new IOException("unexpected end of stream on " + ENDPOINT), FailureCode.UNAVAILABLE),
                Arguments.of(new UnknownHostException("endpoint.example"), FailureCode.UNAVAILABLE),
                Arguments.of(new SocketTimeoutException(), FailureCode.TIMEOUT),
                Arguments.of(new InterruptedIOException("timeout"), FailureCode.TIMEOUT),
                Arguments.of(new TimeoutException(), FailureCode.TIMEOUT),
                Arguments.of(new XmlParserException(new IOException(ENDPOINT)), FailureCode.BAD_ANSWER),
                Arguments.of(new InvalidResponseException(200, "text/html", "b", "t"), FailureCode.BAD_ANSWER),
                Arguments.of(new ServerException("m", 502, "t"), FailureCode.UNAVAILABLE),
                Arguments.of(new UnexpectedStatus(502), FailureCode.UNAVAILABLE),
                Arguments.of(new UnexpectedStatus(501), FailureCode.UNSUPPORTED),
                Arguments.of(new UnexpectedStatus(404), FailureCode.BAD_ANSWER),
                Arguments.of(new NullPointerException(ENDPOINT), FailureCode.INTERNAL));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void whatIsNoAnswerIsSortedByItsKindHoweverDeepItLies(Throwable cause, FailureCode sorted) {
        for (Throwable one : List.of(
                cause, new CompletionException(cause), new ExecutionException(new IllegalStateException(cause)))) {
            Failure failure = MinioFailures.explain(one);
            assertThat(failure.code()).isEqualTo(sorted);
            assertThat(failure.message()).doesNotContain("endpoint", "bucket/", "9000", "task-1");
        }
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
