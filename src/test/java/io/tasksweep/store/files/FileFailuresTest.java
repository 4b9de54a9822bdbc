package io.tasksweep.store.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.testing.ErrorLog;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FileFailuresTest {
    private static final String PATH = "/secret/root/task-1";

    static Stream<Arguments> errorsWithAClass() {
        return Stream.of(
                Arguments.of(new AccessDeniedException(PATH), FailureCode.ACCESS_DENIED, false),
                Arguments.of(new DirectoryNotEmptyException(PATH), FailureCode.NOT_EMPTY, true),
                Arguments.of(new NoSuchFileException(PATH), FailureCode.SHARE_UNAVAILABLE, true),
                Arguments.of(new NotDirectoryException(PATH), FailureCode.SHARE_UNAVAILABLE, true),
                Arguments.of(new AtomicMoveNotSupportedException(PATH, PATH, "far"), FailureCode.UNSUPPORTED, false),
                Arguments.of(new TimeoutException(PATH), FailureCode.TIMEOUT, true),
                Arguments.of(new IOException(PATH), FailureCode.IO_ERROR, true),
                Arguments.of(new FileSystemException(PATH), FailureCode.IO_ERROR, true),
                Arguments.of(new IllegalStateException(PATH), FailureCode.INTERNAL, true),
                Arguments.of(new KnownFailure(FailureCode.MOUNT_INSIDE, "a mount"), FailureCode.MOUNT_INSIDE, false),
                Arguments.of(new KnownFailure(FailureCode.OUTSIDE_ROOT, "a link"), FailureCode.OUTSIDE_ROOT, false));
    }

    @ParameterizedTest
    @Tag("I16")
    @MethodSource("errorsWithAClass")
    void everyErrorHasItsCodeAndShowsNoPath(Throwable error, FailureCode code, boolean retriable) {
        Failure failure = FileFailures.of(error);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.retriable()).isEqualTo(retriable);
        assertThat(failure.message()).isNotBlank().doesNotContain("secret").doesNotContain("/");
    }

    @Test
    void ofABugTheLogHasWhatCallersAreNotTold() {
        try (ErrorLog log = ErrorLog.open()) {
            Failure failure = FileFailures.of(new IllegalStateException(PATH));
            assertThat(failure.message()).isEqualTo("An internal error; the service's log has it.");
            assertThat(log.lines()).anyMatch(line -> line.endsWith("Unexpected error of the share"));
        }
    }

    @ParameterizedTest
    @Tag("I16")
    @CsvSource({
        "Permission denied, ACCESS_DENIED, false",
        "Operation not permitted, ACCESS_DENIED, false",
        "Required key not available, ACCESS_DENIED, false",
        "Read-only file system, READ_ONLY, false",
        "Device or resource busy, BUSY, true",
        "Text file busy, BUSY, true",
        "Too many open files, BUSY, true",
        "Too many open files in system, BUSY, true",
        "Resource temporarily unavailable, BUSY, true",
        "Directory not empty, NOT_EMPTY, true",
        "Input/output error, IO_ERROR, true",
        "Stale file handle, SHARE_UNAVAILABLE, true",
        "Transport endpoint is not connected, SHARE_UNAVAILABLE, true",
        "Host is down, SHARE_UNAVAILABLE, true",
        "No such device, SHARE_UNAVAILABLE, true",
        "No space left on device, OUT_OF_MEMORY, true",
        "Disk quota exceeded, OUT_OF_MEMORY, true",
        "Is a directory, NOT_A_DIRECTORY, false",
        "Not a directory, NOT_A_DIRECTORY, false",
        "Connection timed out, TIMEOUT, true",
        "Too many levels of symbolic links or unable to access attributes of symbolic link, NOT_A_DIRECTORY, false",
        "只读文件系统, READ_ONLY, false",
        "不允许的操作, ACCESS_DENIED, false",
        "过旧的文件句柄, SHARE_UNAVAILABLE, true",
        "Something new, IO_ERROR, true"
    })
    void theSystemsWordsAreUnderstood(String reason, FailureCode code, boolean retriable) {
        Failure failure = FileFailures.of(new FileSystemException(PATH, null, reason));
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.retriable()).isEqualTo(retriable);
        assertThat(failure.message()).doesNotContain("secret");
    }
}
