package io.tasksweep.store.files;

import io.tasksweep.domain.FailureCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * System errors, recognized by their message because the JDK does not pass on the error number. Messages are in the language of the process
 * (strerror of glibc): English and simplified Chinese are recognized; in any other language, an error is an {@code IO_ERROR}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/errno.3.html">errno(3)</a>
 */
enum SystemError {
    EACCES(FailureCode.ACCESS_DENIED, "Permission denied", "权限不够"),
    EPERM(FailureCode.ACCESS_DENIED, "Operation not permitted", "不允许的操作"),
    ENOKEY(FailureCode.ACCESS_DENIED, "Required key not available", "需要的密钥不存在"),
    EKEYEXPIRED(FailureCode.ACCESS_DENIED, "Key has expired", "密钥已过期"),
    EROFS(FailureCode.READ_ONLY, "Read-only file system", "只读文件系统"),
    EBUSY(FailureCode.BUSY, "Device or resource busy", "设备或资源忙"),
    ETXTBSY(FailureCode.BUSY, "Text file busy", "文本文件忙"),
    EMFILE(FailureCode.BUSY, "Too many open files", "打开的文件过多"),
    ENFILE(FailureCode.BUSY, "Too many open files in system", "系统中打开的文件过多"),
    EAGAIN(FailureCode.BUSY, "Resource temporarily unavailable", "资源暂时不可用"),
    ENOTEMPTY(FailureCode.NOT_EMPTY, "Directory not empty", "目录非空"),
    ENOTDIR(FailureCode.NOT_A_DIRECTORY, "Not a directory", "不是目录"),
    EISDIR(FailureCode.NOT_A_DIRECTORY, "Is a directory", "是一个目录"),
    ELOOP(FailureCode.NOT_A_DIRECTORY, "Too many levels of symbolic links", "符号链接的层数过多"),
    ENOSPC(FailureCode.OUT_OF_MEMORY, "No space left on device", "设备上没有空间"),
    EDQUOT(FailureCode.OUT_OF_MEMORY, "Disk quota exceeded", "超出磁盘配额"),
    EIO(FailureCode.IO_ERROR, "Input/output error", "输入/输出错误"),
    ETIMEDOUT(FailureCode.TIMEOUT, "Connection timed out", "连接超时"),
    ESTALE(FailureCode.SHARE_UNAVAILABLE, "Stale file handle", "过旧的文件句柄"),
    EHOSTDOWN(FailureCode.SHARE_UNAVAILABLE, "Host is down", "主机已关闭"),
    EHOSTUNREACH(FailureCode.SHARE_UNAVAILABLE, "No route to host", "没有到主机的路由"),
    ENODEV(FailureCode.SHARE_UNAVAILABLE, "No such device", "没有那个设备"),
    ENOTCONN(FailureCode.SHARE_UNAVAILABLE, "Transport endpoint is not connected", "传输端点尚未连接");

    /** What the JDK appends to the message of ELOOP. */
    private static final String ADDED = " or unable to access attributes of symbolic link";

    private static final Map<String, FailureCode> BY_WORDS = byWords();

    private final FailureCode code;
    private final String english;
    private final String chinese;

    SystemError(FailureCode code, String english, String chinese) {
        this.code = code;
        this.english = english;
        this.chinese = chinese;
    }

    /** Empty if the message is none of these. */
    static Optional<FailureCode> code(String words) {
        return Optional.ofNullable(BY_WORDS.get(words.replace(ADDED, "")));
    }

    private static Map<String, FailureCode> byWords() {
        Map<String, FailureCode> all = new HashMap<>();
        for (SystemError error : values()) {
            all.put(error.english, error.code);
            all.put(error.chinese, error.code);
        }
        return Map.copyOf(all);
    }
}
