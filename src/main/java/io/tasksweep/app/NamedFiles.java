package io.tasksweep.app;

import io.tasksweep.observe.AuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

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
    Optional<String> secret(Setting setting) {
        read.know(setting);
        read.know(setting.file());
        return secret(setting, read::inEnvironment).or(() -> secret(setting, read::inFile));
    }

    private Optional<String> secret(Setting setting, Function<Setting, Optional<String>> place) {
        Optional<String> given = place.apply(setting);
        Optional<String> named = place.apply(setting.file());
        if (given.isPresent() && named.isPresent()) {
            read.mistake(setting, "is set twice: as itself and as a file");
        }
        return given.or(() -> named.flatMap(path -> notEmpty(setting.file(), path)));
    }

    private Optional<String> notEmpty(Setting setting, String path) {
        Optional<String> content = secretContent(setting, path);
        if (content.filter(String::isEmpty).isPresent()) {
            read.mistake(setting, "names an empty file");
        }
        return content;
    }

    /** The contents of the file that a setting names; empty if it is not set. */
    Optional<String> content(Setting setting) {
        return read.optional(setting).flatMap(path -> content(setting, path));
    }

    /** The same for a secret: warns if every user can read the file. */
    Optional<String> secretContent(Setting setting) {
        return read.optional(setting).flatMap(path -> secretContent(setting, path));
    }

    private Optional<String> secretContent(Setting setting, String path) {
        Optional<String> content = content(setting, path);
        if (content.isPresent() && new NamedFile(Path.of(path)).isReadableByOthers()) {
            read.warn(setting, "names a file that every user can read: take that right away");
        }
        return content;
    }

    /** Any problem with the file or its name, even characters that no path may have, is a mistake that the operator can fix. */
    private Optional<String> content(Setting setting, String path) {
        try {
            return Optional.of(Files.readString(Path.of(path)).strip());
        } catch (IOException | InvalidPathException unreadable) {
            read.mistake(setting, "names a file that cannot be read");
            return Optional.empty();
        }
    }

    /** A file that can be written to, or standard output, which is the default. */
    String output(Setting setting) {
        String path = read.text(setting, AuditLog.STANDARD_OUTPUT);
        if (!path.equals(AuditLog.STANDARD_OUTPUT)) {
            path(setting, path).ifPresent(file -> checkOutput(setting, new NamedFile(file)));
        }
        return path;
    }

    private void checkOutput(Setting setting, NamedFile file) {
        if (file.isNamedPipe()) {
            read.mistake(setting, "must not be a named pipe, which waits for a reader");
        } else if (!file.isWritable()) {
            read.mistake(setting, "cannot be opened for writing");
        }
    }

    /** The path that a setting names; empty if it is not set, or, which is a mistake, cannot be a path. */
    Optional<Path> path(Setting setting) {
        return read.optional(setting).flatMap(text -> path(setting, text));
    }

    /** The locale decides which characters a path may have. */
    private Optional<Path> path(Setting setting, String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException unusable) { // its message quotes the text
            read.mistake(setting, NO_PATH);
            return Optional.empty();
        }
    }
}
