package io.tasksweep.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A third-party program, with the names under which it may be installed. */
enum Tool {
    REDIS_SERVER("--version", "redis-server"),
    REDIS_CLI("--version", "redis-cli"),
    RM("--version", "rm"),
    MC("--version", "mcli minio-client mc"),
    RCLONE("version", "rclone"),
    RADOSGW("--version", "radosgw");

    private final String asksVersion;
    private final String names;

    Tool(String asksVersion, String names) {
        this.asksVersion = asksVersion;
        this.names = names;
    }

    /** Where it is, if it is installed. Midnight Commander is an {@code mc} too, and no S3 client. */
    Optional<Path> path() {
        return Arrays.stream(names.split(" ", -1))
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .filter(found ->
                        this != MC || version(found).toLowerCase(Locale.ROOT).contains("minio"))
                .findFirst();
    }

    boolean isThere() {
        return path().isPresent();
    }

    /** What it says of itself in its first line; empty if it is not installed. */
    String version() {
        return path().map(this::version)
                .map(text -> text.lines().findFirst().orElse(""))
                .orElse("");
    }

    private String version(Path found) {
        return ChildProcess.output(List.of(found.toString(), asksVersion));
    }
}
