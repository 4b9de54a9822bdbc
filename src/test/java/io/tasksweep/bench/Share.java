package io.tasksweep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The shared directory of the tasks. */
final class Share implements Store {
    private static final int PART = 1 << 20;

    private final Path root;
    private final byte[] noise = new byte[PART];

    Share(Path root) {
        this.root = root;
        new Random(1).nextBytes(noise);
    }

    /** @throws IllegalStateException if there is not so much room, in memory if that is where it is */
    void mustHold(long bytes) {
        try {
            long room = Files.getFileStore(root).getUsableSpace();
            if (Math.min(room, Machine.freeBytes()) < bytes) {
                throw new IllegalStateException("no room for " + bytes + " bytes");
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    Path root() {
        return root;
    }

    /** Real bytes: a sparse file would be freed for nothing. */
    @Override
    public void seed(String task, Shape shape) {
        if (shape.files() > 0) {
            int directories = Math.max(1, shape.directories());
            IntStream.range(0, directories)
                    .parallel()
                    .forEach(number -> fill(directory(task, shape, number), number, directories, shape));
        }
    }

    private Path directory(String task, Shape shape, int number) {
        Path own = root.resolve(task);
        return shape.directories() == 0 ? own : own.resolve(String.format(Locale.ROOT, "d%06d", number));
    }

    private void fill(Path directory, int first, int step, Shape shape) {
        try {
            Files.createDirectories(directory);
            for (int number = first; number < shape.files(); number += step) {
                write(directory.resolve("f" + number), shape.fileBytes());
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private void write(Path file, int bytes) throws IOException {
        if (bytes <= PART) {
            Files.write(file, Arrays.copyOf(noise, bytes));
            return;
        }
        try (var out = Files.newOutputStream(file)) {
            for (int left = bytes; left > 0; left -= PART) {
                out.write(noise, 0, Math.min(left, PART));
            }
        }
    }

    /** What has been moved aside, and not been deleted, counts too. */
    @Override
    public long count(String prefix) {
        return entries(root, prefix) + entries(root.resolve(".tasksweep"), prefix);
    }

    private static long entries(Path directory, String prefix) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        long count = 0;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, prefix + "*")) {
            for (Path task : found) {
                count += everything(task);
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        return count;
    }

    private static long everything(Path task) throws IOException {
        try (Stream<Path> below = Files.walk(task)) {
            return below.count();
        }
    }
}
