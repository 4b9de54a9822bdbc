package io.tasksweep.store.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Iterator;
import java.util.Set;

/**
 * A real directory, which answers as one of another file system would: of NFS, of one that folds case, of two devices. What
 * it opens behaves alike.
 */
final class OddHandle implements SecureDirectoryStream<Path> {
    private final SecureDirectoryStream<Path> real;
    private final Quirk quirk;

    private OddHandle(SecureDirectoryStream<Path> real, Quirk quirk) {
        this.real = real;
        this.quirk = quirk;
    }

    /** What is odd about the file system. */
    interface Quirk {
        /** Asked before a name is removed or renamed; fails as that would. */
        default void beforeChange(Path name) throws IOException {}

        /** Asked before a directory is opened; fails as that would. */
        default void beforeOpening(Path name) throws IOException {}

        /** Which name a look at this one finds. */
        default Path answering(SecureDirectoryStream<Path> directory, Path name) throws IOException {
            return name;
        }

        /** Told of each directory that is opened, 1, and closed again, -1. */
        default void open(int more) {}
    }

    static Folder on(Path directory, Quirk quirk) {
        OddHandle opened = new OddHandle(Meddler.handle(directory), quirk);
        quirk.open(1);
        return new Folder(opened);
    }

    @Override
    public SecureDirectoryStream<Path> newDirectoryStream(Path name, LinkOption... options) throws IOException {
        Path asked = name.getName(0); // a directory is opened by its own "."
        quirk.beforeOpening(asked);
        Path answering = quirk.answering(real, asked).resolve(".");
        OddHandle opened = new OddHandle(real.newDirectoryStream(answering, options), quirk);
        quirk.open(1);
        return opened;
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes) {
        throw new UnsupportedOperationException("a deletion opens no file");
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        quirk.beforeChange(name);
        real.deleteFile(name);
    }

    @Override
    public void deleteDirectory(Path name) throws IOException {
        quirk.beforeChange(name);
        real.deleteDirectory(name);
    }

    @Override
    public void move(Path name, SecureDirectoryStream<Path> target, Path newName) throws IOException {
        quirk.beforeChange(name);
        real.move(name, target instanceof OddHandle odd ? odd.real : target, newName);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Class<V> type) {
        return real.getFileAttributeView(type);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path name, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(TestingShare.attempt(() -> quirk.answering(real, name)), type, options);
    }

    @Override
    public Iterator<Path> iterator() {
        return real.iterator();
    }

    @Override
    public void close() throws IOException {
        real.close();
        quirk.open(-1);
    }
}
