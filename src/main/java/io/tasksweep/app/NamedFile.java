package io.tasksweep.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;

/** A file named by a setting: what its type and its permissions allow. */
record NamedFile(Path path) {
    // bits of a file's mode, see inode(7)
    private static final int FILE_TYPE = 0xf000;
    private static final int PIPE = 0x1000;

    /**
     * Whether the file's own permissions let every user read it; the permissions of its directory do not count. False on a file
     * system without POSIX permissions.
     */
    boolean isReadableByOthers() {
        PosixFileAttributeView rights = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        try {
            return rights != null && rights.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException gone) {
            return false; // removed since it was read
        }
    }

    /**
     * Whether it is a pipe with a name. Unnamed pipes are not meant: standard output ({@code /dev/stdout}) often is one, which has
     * its reader already and no real path.
     */
    boolean isNamedPipe() {
        try {
            int mode = (int) Files.getAttribute(path.toRealPath(), "unix:mode");
            return (mode & FILE_TYPE) == PIPE;
        } catch (IOException unknown) { // not there yet, or without a real path
            return false;
        }
    }

    /** Whether this process can write to the file, or create it. */
    boolean isWritable() {
        Path folder = path.toAbsolutePath().getParent();
        return Files.exists(path)
                ? Files.isWritable(path) && !Files.isDirectory(path)
                : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    }
}
