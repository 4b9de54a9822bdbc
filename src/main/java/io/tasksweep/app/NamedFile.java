package io.tasksweep.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;

/** A file that a setting names: what its kind and its rights allow. */
record NamedFile(Path path) {
    // of a file's mode as inode(7) has it
    private static final int FILE_TYPE = 0xf000;
    private static final int PIPE = 0x1000;

    /** Their right at the file alone counts, whoever may enter its directory; a file system without such rights has no answer. */
    boolean isReadableByOthers() {
        PosixFileAttributeView rights = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        try {
            return rights != null && rights.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException gone) {
            return false; // since it was read
        }
    }

    /** Not one without a name, as standard output ({@code /dev/stdout}) often is: that has its reader, and no real path. */
    boolean isNamedPipe() {
        try {
            int mode = (int) Files.getAttribute(path.toRealPath(), "unix:mode");
            return (mode & FILE_TYPE) == PIPE;
        } catch (IOException unknown) { // not there yet, or without a real path
            return false;
        }
    }

    /** Whether this process can write to it, or make it. */
    boolean isWritable() {
        Path folder = path.toAbsolutePath().getParent();
        return Files.exists(path)
                ? Files.isWritable(path) && !Files.isDirectory(path)
                : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    }
}
