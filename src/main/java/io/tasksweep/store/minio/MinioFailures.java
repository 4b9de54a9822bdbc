package io.tasksweep.store.minio;

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
import java.net.ProtocolException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps the errors of S3, and of the connection to it, to failure codes. Error codes and statuses are those of <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Amazon's list</a>, but servers differ: Ceph and S3Proxy
 * answer a wrong secret with AccessDenied, and a lock can be recognised by the message only.
 */
final class MinioFailures {
    private static final Logger LOG = LoggerFactory.getLogger(MinioFailures.class);
    private static final int NONE = 0;
    private static final int DEEPEST_CAUSE = 20;
    private static final Pattern LOCK =
            Pattern.compile("object.?lock|worm|retention|legal.?hold", Pattern.CASE_INSENSITIVE);

    /** A task's keys have slashes, and may have any word in them. */
    private static final Pattern KEY = Pattern.compile("(?<!\\S)[^\\s/]*+/\\S*+");

    private static final Map<String, FailureCode> CODES = Map.ofEntries(
            Map.entry("AccessDenied", FailureCode.ACCESS_DENIED),
            Map.entry("AllAccessDisabled", FailureCode.ACCESS_DENIED),
            Map.entry("NoSuchBucket", FailureCode.BUCKET_MISSING),
            Map.entry("InvalidAccessKeyId", FailureCode.BAD_CREDENTIALS),
            Map.entry("SignatureDoesNotMatch", FailureCode.BAD_CREDENTIALS),
            Map.entry("AuthorizationHeaderMalformed", FailureCode.BAD_CREDENTIALS), // of another region
            Map.entry("RequestTimeTooSkewed", FailureCode.BAD_CREDENTIALS),
            Map.entry("ExpiredToken", FailureCode.BAD_CREDENTIALS),
            Map.entry("InvalidToken", FailureCode.BAD_CREDENTIALS),
            Map.entry("ObjectLocked", FailureCode.OBJECT_LOCKED),
            Map.entry("RequestTimeout", FailureCode.TIMEOUT),
            Map.entry("SlowDown", FailureCode.UNAVAILABLE),
            Map.entry("ServiceUnavailable", FailureCode.UNAVAILABLE),
            Map.entry("InternalError", FailureCode.UNAVAILABLE),
            Map.entry("OperationAborted", FailureCode.BUSY),
            Map.entry("NotImplemented", FailureCode.UNSUPPORTED),
            Map.entry("MethodNotAllowed", FailureCode.UNSUPPORTED));

    private MinioFailures() {}

    /** The failure to report to callers; an unforeseen error is logged as well. */
    static Failure explain(Throwable cause) {
        Failure failure = classify(cause);
        if (failure.code() == FailureCode.INTERNAL) {
            LOG.error("Unexpected error of the object store", cause);
        }
        return failure;
    }

    private static Failure classify(Throwable cause) {
        if (isMistrust(cause)) {
            return new Failure(FailureCode.BAD_CREDENTIALS, "The object store's certificate is not trusted.");
        }
        return causes(cause).flatMap(one -> known(one).stream()).findFirst().orElseGet(() -> of(FailureCode.INTERNAL));
    }

    /** Whether the server could not prove its identity; no retry can change that. */
    private static boolean isMistrust(Throwable cause) {
        return causes(cause)
                .anyMatch(one -> one instanceof CertificateException || one instanceof SSLPeerUnverifiedException);
    }

    /** Logs an unforeseen code from the answer to a bulk deletion. The code comes from the server, so it may be long. */
    static void tellLog(String code) {
        LOG.error("Unexpected error of the object store, in an answer to a deletion: '{}'", "%.100s".formatted(code));
    }

    /** Maps an error in the answer to a bulk deletion, for one key or for all; logging is up to the caller. */
    static FailureCode code(String code, String message) {
        return code(code, message, NONE);
    }

    /** Whether the server does not have this operation at all; then it holds nothing of that kind. */
    static boolean isUnsupported(Throwable cause) {
        return classify(cause).code() == FailureCode.UNSUPPORTED;
    }

    /** Whether the server has answered with one of these codes. */
    static boolean saysOneOf(Set<String> codes, Throwable cause) {
        return causes(cause)
                .anyMatch(one -> one instanceof ErrorResponseException answer
                        && codes.contains(answer.errorResponse().code()));
    }

    /** Whether the server asks the client to retry a moment later. */
    static boolean isBusy(Throwable cause) {
        return causes(cause).anyMatch(one -> status(one) == 503);
    }

    /** Whether there was no answer at all, as opposed to an answer that refuses. */
    static boolean isSilence(Throwable cause) {
        boolean answered = causes(cause).anyMatch(one -> answered(one).isPresent());
        Optional<Failure> known =
                causes(cause).flatMap(one -> known(one).stream()).findFirst();
        return !answered
                && !isMistrust(cause)
                && known.map(MinioFailures::isSilence).orElse(false);
    }

    private static boolean isSilence(Failure failure) {
        return failure.code() == FailureCode.TIMEOUT || failure.code() == FailureCode.UNAVAILABLE;
    }

    static Failure of(FailureCode code) {
        return new Failure(code, sentence(code));
    }

    private static Stream<Throwable> causes(Throwable cause) {
        return Stream.<Throwable>iterate(cause, one -> one != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE);
    }

    private static Optional<Failure> known(Throwable one) {
        return one instanceof SweepException swept
                ? Optional.of(swept.failure())
                : answered(one).or(() -> unanswered(one)).map(MinioFailures::of);
    }

    private static Optional<FailureCode> answered(Throwable one) {
        if (one instanceof ErrorResponseException answer) {
            ErrorResponse error = answer.errorResponse();
            return Optional.of(code(error.code(), error.message(), status(one)));
        }
        if (status(one) != NONE) {
            return byStatus(status(one)).or(() -> Optional.of(FailureCode.BAD_ANSWER));
        }
        return one instanceof XmlParserException || one instanceof InvalidResponseException
                ? Optional.of(FailureCode.BAD_ANSWER)
                : Optional.empty();
    }

    private static Optional<FailureCode> unanswered(Throwable one) {
        if (one instanceof TimeoutException || one instanceof InterruptedIOException) {
            return Optional.of(FailureCode.TIMEOUT);
        }
        if (one instanceof ProtocolException && !(one.getCause() instanceof EOFException)) {
            return Optional.of(FailureCode.BAD_ANSWER);
        }
        return one instanceof IOException ? Optional.of(FailureCode.UNAVAILABLE) : Optional.empty();
    }

    private static FailureCode code(@Nullable String code, @Nullable String message, int status) {
        if (message != null && LOCK.matcher(KEY.matcher(message).replaceAll("")).find()) {
            return FailureCode.OBJECT_LOCKED;
        }
        FailureCode known = code == null ? null : CODES.get(code);
        return known != null ? known : byStatus(status).orElse(FailureCode.INTERNAL);
    }

    private static Optional<FailureCode> byStatus(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> Optional.of(FailureCode.BAD_ANSWER);
            case 401, 403 -> Optional.of(FailureCode.ACCESS_DENIED);
            case 405, 501 -> Optional.of(FailureCode.UNSUPPORTED);
            case 408 -> Optional.of(FailureCode.TIMEOUT);
            case 409 -> Optional.of(FailureCode.BUSY);
            case 429 -> Optional.of(FailureCode.UNAVAILABLE);
            default -> status >= 500 ? Optional.of(FailureCode.UNAVAILABLE) : Optional.empty();
        };
    }

    /** The HTTP status that the error carries; {@value #NONE} if it carries none. */
    private static int status(Throwable one) {
        if (one instanceof ErrorResponseException answer) {
            return answer.response().code();
        }
        if (one instanceof ServerException failed) {
            return failed.statusCode();
        }
        return one instanceof UnexpectedStatus unexpected ? unexpected.status() : NONE;
    }

    private static String sentence(FailureCode code) {
        return switch (code) {
            case ACCESS_DENIED -> "The object store denies access: the service's keys are wrong or lack a right.";
            case BUCKET_MISSING -> "The bucket does not exist.";
            case BAD_CREDENTIALS ->
                "The object store does not accept the service's keys, the clocks differ, or the region is wrong.";
            case UNAVAILABLE -> "The object store is not available at the moment.";
            case TIMEOUT -> "The object store did not answer in time.";
            case BAD_ANSWER -> "The object store's answer makes no sense.";
            case BUSY -> "The object store is busy with the same object.";
            case OBJECT_LOCKED -> "Retention or a legal hold keeps the object.";
            case UNSUPPORTED -> "The object store cannot do this.";
            default -> "An unexpected error while using the object store; the log has it.";
        };
    }
}
