package io.tasksweep.store.files;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What file system errors mean to callers. Never shows a path. */
final class FileFailures {
    private static final Logger LOG = LoggerFactory.getLogger(FileFailures.class);

    private FileFailures() {}

    /** Explains the failure of a whole look or deletion; {@link Tally} reports errors on entries inside the tree. */
    static Failure of(Throwable cause) {
        if (cause instanceof KnownFailure known) {
            return known.failure();
        }
        FailureCode code = code(cause);
        if (code == FailureCode.INTERNAL) {
            LOG.error("Unexpected error of the share", cause);
            return Failure.UNEXPECTED;
        }
        return new Failure(code, "The share: " + words(code) + ".");
    }

    static FailureCode code(Throwable cause) {
        if (cause instanceof KnownFailure known) {
            return known.failure().code();
        } else if (cause instanceof AccessDeniedException) {
            return FailureCode.ACCESS_DENIED;
        } else if (cause instanceof DirectoryNotEmptyException || cause instanceof FileAlreadyExistsException) {
            return FailureCode.NOT_EMPTY;
        } else if (cause instanceof NoSuchFileException || cause instanceof NotDirectoryException) {
            return FailureCode.SHARE_UNAVAILABLE;
        } else if (cause instanceof AtomicMoveNotSupportedException) {
            return FailureCode.UNSUPPORTED;
        } else if (cause instanceof TimeoutException) {
            return FailureCode.TIMEOUT;
        }
        return cause instanceof IOException error ? byReason(error) : FailureCode.INTERNAL;
    }

    private static FailureCode byReason(IOException error) {
        Optional<String> reason = error instanceof FileSystemException told
                ? Optional.ofNullable(told.getReason())
                : Optional.ofNullable(error.getMessage());
        return reason.flatMap(SystemError::code).orElse(FailureCode.IO_ERROR);
    }

    /** Human-readable, for the middle of a sentence. */
    static String words(FailureCode code) {
        return switch (code) {
            case ACCESS_DENIED -> "access denied";
            case READ_ONLY -> "read-only";
            case BUSY -> "in use";
            case NOT_EMPTY -> "written to while it was deleted";
            case NOT_A_DIRECTORY -> "not a directory";
            case OUT_OF_MEMORY -> "no space left";
            case SHARE_UNAVAILABLE -> "not available";
            case TIMEOUT -> "no answer in time";
            case UNSUPPORTED -> "not supported by the file system";
            default -> "an error of the file system";
        };
    }
}
