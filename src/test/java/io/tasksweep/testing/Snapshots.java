package io.tasksweep.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Fingerprints of the stores' contents, with which a test can show that nothing has changed. */
public final class Snapshots {
    private Snapshots() {}

    /**
     * Every entry below the directory, as a path relative to it: type, owner, mode, size, time of change, link target
     * and SHA-256 of the content. Follows no link, opens nothing but regular files; the time of access is left out.
     */
    public static SortedMap<String, String> ofDirectory(Path directory) {
        SortedMap<String, String> all = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(directory)) {
            entries.filter(entry -> !entry.equals(directory))
                    .forEach(entry -> all.put(name(directory, entry), fingerprint(entry)));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        return all;
    }

    /** The SHA-256 of these bytes, in hexadecimal digits. */
    public static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    /** As a URI: a string would show all names that are no text alike. */
    private static String name(Path directory, Path entry) {
        return directory.toUri().relativize(entry.toUri()).getRawPath();
    }

    private static String fingerprint(Path entry) {
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(entry, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String common = attributes.owner().getName() + " " + PosixFilePermissions.toString(attributes.permissions())
                    + " " + attributes.lastModifiedTime() + " ";
            return common + content(entry, attributes);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static String content(Path entry, PosixFileAttributes attributes) throws IOException {
        if (attributes.isRegularFile()) {
            return "file " + attributes.size() + " " + sha256Of(entry);
        } else if (attributes.isSymbolicLink()) {
            return "link " + Files.readSymbolicLink(entry);
        }
        return attributes.isDirectory() ? "directory" : "other";
    }

    private static String sha256Of(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] part = new byte[1 << 16];
        try (InputStream content = Files.newInputStream(file)) {
            for (int read = content.read(part); read >= 0; read = content.read(part)) {
                digest.update(part, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException cause) {
            throw new IllegalStateException(cause);
        }
    }

    /** Empties a directory that a test has made; follows no link. */
    public static void deleteBelow(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException cause) throws IOException {
                    if (!visited.equals(directory)) {
                        Files.delete(visited);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
