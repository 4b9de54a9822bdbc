package io.tasksweep.store.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemErrorTest {
    @ParameterizedTest
    @CsvSource({
        "Permission denied,ACCESS_DENIED",
        "权限不够,ACCESS_DENIED",
        "Read-only file system,READ_ONLY",
        "只读文件系统,READ_ONLY",
        "Device or resource busy,BUSY",
        "Stale file handle,SHARE_UNAVAILABLE",
        "Too many levels of symbolic links or unable to access attributes of symbolic link,NOT_A_DIRECTORY"
    })
    void theSystemsWordsTellTheError(String words, FailureCode code) {
        assertThat(SystemError.code(words)).hasValue(code);
    }

    @Test
    void otherWordsTellNone() {
        assertThat(SystemError.code("Keine Berechtigung")).isEmpty();
        assertThat(SystemError.code("")).isEmpty();
    }
}
