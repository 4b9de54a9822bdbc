package io.tasksweep.store.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An open directory. Entries are addressed relative to its handle and links are never followed, so that nobody can redirect an operation by
 * swapping a part of a path. Takes two file descriptors. Names that came out of {@link #each} must be passed back unchanged: they keep
 * bytes that no string can carry.
 */
final class Folder implements Closeable {
    private static final Path ITSELF = Path.of(".");

    private final SecureDirectoryStream<Path> handle;

    Folder(SecureDirectoryStream<Path> handle) {
        this.handle = handle;
    }

    /** What is done with each name; false ends the walk. */
    interface Visit {
        boolean of(Path name) throws IOException;
    }

    /** How the root is opened. */
    interface Opening {
        /** Empty if the file system offers no handles. */
        Optional<Folder> at(Path path) throws IOException;
    }

    /** Opens by path and follows links, so only for the configured root. Empty if the file system offers no handles. */
    static Optional<Folder> at(Path path) throws IOException {
        DirectoryStream<Path> stream = path.getFileSystem().provider().newDirectoryStream(path, entry -> true);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return Optional.of(new Folder(secure));
        }
        stream.close();
        return Optional.empty();
    }

    /**
     * Fails with a {@link NotDirectoryException} if the name is a link or a file. Opens the directory's own ".", since opening a pipe waits
     * for a writer, perhaps for ever, and anybody may have swapped the directory for one since the last look. That follows a link: so what
     * is open must be what bears the name.
     */
    Folder open(Path name) throws IOException {
        BasicFileAttributes found = attributes(name).orElseThrow(() -> new NoSuchFileException(name.toString()));
        if (!found.isDirectory()) {
            throw new NotDirectoryException(name.toString());
        }
        Folder opened = new Folder(handle.newDirectoryStream(name.resolve(ITSELF)));
        boolean same = false;
        try {
            same = opened.key().equals(keyOf(found));
        } finally {
            if (!same) {
                opened.close();
            }
        }
        if (!same) {
            throw new NotDirectoryException(name.toString());
        }
        return opened;
    }

    /**
     * Streams all names, never holding all of them in memory. Works only once per handle: see {@link #again}. Returns whether no visit has
     * ended the walk.
     */
    boolean each(Visit visit) throws IOException {
        try {
            for (Path entry : handle) {
                if (!visit.of(nameOf(entry))) {
                    return false;
                }
            }
            return true;
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
    }

    /** Opens the same directory with another handle, to read its names once more. */
    Folder again() throws IOException {
        return open(ITSELF);
    }

    boolean isEmpty() throws IOException {
        return !has(any -> true);
    }

    /** Whether an entry with such a name is listed. */
    private boolean has(Predicate<Path> wanted) throws IOException {
        try (Folder names = again()) {
            return !names.each(name -> !wanted.test(name));
        }
    }

    /** Identifies this directory for as long as it is mounted. */
    Object key() throws IOException {
        return keyOf(handle.getFileAttributeView(BasicFileAttributeView.class).readAttributes());
    }

    /** The attributes of the entry itself, even if it is a link; empty if there is no such entry. */
    Optional<BasicFileAttributes> attributes(Path name) throws IOException {
        try {
            return Optional.of(
                    handle.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes());
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    boolean isDirectory(Path name) throws IOException {
        return attributes(name).filter(BasicFileAttributes::isDirectory).isPresent();
    }

    /**
     * Like {@link #attributes}, but only if the entry bears exactly this name: some file systems return {@code task-1} when asked for
     * {@code TASK-1} or {@code task-1.}, and that is another task. Reads all names only if this is in doubt.
     */
    Optional<BasicFileAttributes> exactly(Path name) throws IOException {
        Optional<BasicFileAttributes> found = attributes(name);
        return found.isEmpty() || !answersToOtherNames(name, keyOf(found.get())) || has(name::equals)
                ? found
                : Optional.empty();
    }

    private boolean answersToOtherNames(Path name, Object key) throws IOException {
        for (String alias : aliases(name.toString())) {
            Optional<BasicFileAttributes> same = attributes(Path.of(alias));
            if (same.isPresent() && keyOf(same.get()).equals(key)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> aliases(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String folded = name.equals(lower) ? name.toUpperCase(Locale.ROOT) : lower;
        String stripped = name.replaceAll("\\.+$", "");
        return List.of(folded, stripped).stream()
                .filter(alias -> !alias.isEmpty() && !alias.equals(name))
                .toList();
    }

    /** Removes an entry that is not a directory. A link's target stays, and nothing is opened. */
    void unlink(Path name) throws IOException {
        handle.deleteFile(name);
    }

    /** Removes an empty directory. */
    void rmdir(Path name) throws IOException {
        handle.deleteDirectory(name);
    }

    /** Renames within one file system. */
    void move(Path name, Folder target, Path newName) throws IOException {
        handle.move(name, target.handle, newName);
    }

    @Override
    public void close() throws IOException {
        handle.close();
    }

    private static Path nameOf(Path entry) {
        Path name = entry.getFileName();
        return name == null ? entry : name;
    }

    private static Object keyOf(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return key == null ? attributes.creationTime() : key;
    }
}
