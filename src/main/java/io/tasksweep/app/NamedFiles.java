package io.tasksweep.app;

import io.tasksweep.observe.AuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads settings whose value is a path, and the files behind them: secrets, certificates, the audit log. A file that cannot be used is the
 * operator's mistake; the message has the setting's name, never the path.
 */
final class NamedFiles {
    /** The message for text that is not a path on this machine, wherever the text comes from. */
    static final String NO_PATH = "holds a character that no path can have in this locale (LC_ALL, LANG)";

    private final SettingsReader read;

    NamedFiles(SettingsReader read) {
        this.read = read;
    }

    /**
     * The secret itself, or the stripped contents of the file that {@code …_FILE} or {@code …-file} names. As everywhere, variables
     * come before the settings file; both forms in one place are a mistake.
     */
    Optional<String> secret(String key, String variable) {
        String keyOfFile = key + "-file";
        String variableOfFile = variable + "_FILE";
        read.know(key);
        read.know(keyOfFile);
        return secret(key, variable, read.inEnvironment(variable), read.inEnvironment(variableOfFile))
                .or(() -> secret(key, variable, read.inFile(key, variable), read.inFile(keyOfFile, variableOfFile)));
    }

    private Optional<String> secret(String key, String variable, Optional<String> given, Optional<String> named) {
        if (given.isPresent() && named.isPresent()) {
            read.mistake(key, variable, "is set twice: as itself and as a file");
        }
        return given.or(() -> named.flatMap(path -> notEmpty(key + "-file", variable + "_FILE", path)));
    }

    private Optional<String> notEmpty(String key, String variable, String path) {
        Optional<String> content = secretContent(key, variable, path);
        if (content.filter(String::isEmpty).isPresent()) {
            read.mistake(key, variable, "names an empty file");
        }
        return content;
    }

    /** The contents of the file that a setting names; empty if it is not set. */
    Optional<String> content(String key, String variable) {
        return read.optional(key, variable).flatMap(path -> content(key, variable, path));
    }

    /** The same for a secret: warns if every user can read the file. */
    Optional<String> secretContent(String key, String variable) {
        return read.optional(key, variable).flatMap(path -> secretContent(key, variable, path));
    }

    private Optional<String> secretContent(String key, String variable, String path) {
        Optional<String> content = content(key, variable, path);
        if (content.isPresent() && new NamedFile(Path.of(path)).isReadableByOthers()) {
            read.warn(key, variable, "names a file that every user can read: take that right away");
        }
        return content;
    }

    /** Any problem with the file or its name, even characters that no path may have, is a mistake that the operator can fix. */
    private Optional<String> content(String key, String variable, String path) {
        try {
            return Optional.of(Files.readString(Path.of(path)).strip());
        } catch (IOException | InvalidPathException unreadable) {
            read.mistake(key, variable, "names a file that cannot be read");
            return Optional.empty();
        }
    }

    /** A file that can be written to, or standard output, which is the default. */
    String output(String key, String variable) {
        String path = read.text(key, variable, AuditLog.STANDARD_OUTPUT);
        if (!path.equals(AuditLog.STANDARD_OUTPUT)) {
            path(key, variable, path).ifPresent(file -> checkOutput(key, variable, new NamedFile(file)));
        }
        return path;
    }

    private void checkOutput(String key, String variable, NamedFile file) {
        if (file.isNamedPipe()) {
            read.mistake(key, variable, "must not be a named pipe, which waits for a reader");
        } else if (!file.isWritable()) {
            read.mistake(key, variable, "cannot be opened for writing");
        }
    }

    /** The path that a setting names; empty if it is not set, or, which is a mistake, cannot be a path. */
    Optional<Path> path(String key, String variable) {
        return read.optional(key, variable).flatMap(text -> path(key, variable, text));
    }

    /** The locale decides which characters a path may have. */
    private Optional<Path> path(String key, String variable, String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException unusable) { // its message quotes the text
            read.mistake(key, variable, NO_PATH);
            return Optional.empty();
        }
    }
}
