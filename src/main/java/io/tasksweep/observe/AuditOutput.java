package io.tasksweep.observe;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file or standard output that audit lines go to. Blocking, for one thread. A file that was moved away or removed is created
 * again, since nobody would find lines written to the old one.
 */
final class AuditOutput {
    private final Optional<Path> file;
    private FileChannel channel;
    private @Nullable Object key;
    private boolean torn;

    private AuditOutput(Optional<Path> file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    @SuppressWarnings("resource") // the process's own standard output stays open
    static AuditOutput standard() {
        return new AuditOutput(Optional.empty(), new FileOutputStream(FileDescriptor.out).getChannel());
    }

    /** @throws IOException if the file cannot be opened for appending */
    static AuditOutput to(Path file) throws IOException {
        AuditOutput output = new AuditOutput(Optional.of(file), open(file));
        try {
            output.key = key(file);
        } catch (IOException gone) {
            output.close();
            throw gone;
        }
        output.torn = isTorn(file);
        return output;
    }

    /** Whether the last line was cut off, as by a full disk or a crash. What cannot be read, as a device, has no last line. */
    private static boolean isTorn(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return false;
        }
        try (FileChannel written = FileChannel.open(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return written.size() > 0 && written.read(last, written.size() - 1) == 1 && last.get(0) != '\n';
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /**
     * Appends a line; begins on a new line if the previous one was cut off.
     *
     * @throws IOException if the line is not written completely
     */
    void write(String line) throws IOException {
        if (file.isPresent()) {
            reopenIfGone(file.get());
        }
        ByteBuffer bytes = ByteBuffer.wrap(((torn ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8));
        int all = bytes.remaining();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            torn = false;
        } finally {
            torn = torn || (bytes.hasRemaining() && bytes.remaining() < all);
        }
    }

    private void reopenIfGone(Path path) throws IOException {
        if (!Files.exists(path) || !Objects.equals(key, key(path))) {
            FileChannel old = channel;
            channel = open(path);
            old.close(); // what fails from here on is tried again with the next line: the key is still the old one
            key = key(path);
            torn = isTorn(path);
        }
    }

    void close() throws IOException {
        if (file.isPresent()) {
            channel.close();
        }
    }
}
