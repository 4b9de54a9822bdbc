package io.tasksweep.store.files;

import io.tasksweep.domain.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The configured root, opened anew for each operation to notice a share that goes away: the empty directory that a mount leaves behind
 * looks as if no task had any data. May be used from several threads.
 */
final class Share {
    private static final Set<FailureCode> MISSING = Set.of(FailureCode.SHARE_UNAVAILABLE, FailureCode.NOT_A_DIRECTORY);
    private static final String GONE = "The root of the share is missing or is not a directory.";

    private final Path root;
    private final Optional<Path> marker;
    private final Folder.Opening opening;
    private final AtomicReference<Optional<Object>> first = new AtomicReference<>(Optional.empty());

    /** @param marker the name of an entry that only the right share has */
    Share(Path root, Optional<String> marker, Folder.Opening opening) {
        this.root = root;
        this.marker = marker.map(Path::of);
        this.opening = opening;
    }

    Path root() {
        return root;
    }

    /** Fails with a {@link KnownFailure} if this is not the share. The caller closes the folder. */
    Folder open() throws IOException {
        return checked(true);
    }

    /** Like {@link #open}, but does not remember the first directory seen as the share. */
    Folder glance() throws IOException {
        return checked(false);
    }

    private Folder checked(boolean remembered) throws IOException {
        Folder folder = folder();
        try {
            check(folder, remembered);
            return folder;
        } catch (IOException | RuntimeException notOurs) {
            folder.close();
            throw notOurs;
        }
    }

    private Folder folder() throws IOException {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw unavailable(GONE); // asked first, since opening a pipe would wait for a writer
        }
        try {
            return opening.at(root)
                    .orElseThrow(() -> unavailable("The file system of the share offers no safe way to delete."));
        } catch (IOException cannot) {
            boolean missing = MISSING.contains(FileFailures.code(cannot));
            throw missing && !(cannot instanceof KnownFailure) ? unavailable(GONE) : cannot;
        }
    }

    private void check(Folder folder, boolean remembered) throws IOException {
        if (marker.isPresent()) {
            if (folder.attributes(marker.get()).isEmpty()) {
                throw unavailable("The marker of the share is missing: another directory is in its place.");
            }
        } else if (isReplaced(folder.key(), remembered)) {
            throw unavailable("The root of the share has been replaced by another directory since the start. If that is"
                    + " right, restart the service, or configure a marker.");
        }
    }

    /** Without a marker, the first directory seen is the share: an unmounted root has another device and inode number. */
    private boolean isReplaced(Object key, boolean remembered) {
        Optional<Object> known = remembered ? first.updateAndGet(seen -> seen.or(() -> Optional.of(key))) : first.get();
        return known.isPresent() && !known.get().equals(key);
    }

    private static KnownFailure unavailable(String message) {
        return new KnownFailure(FailureCode.SHARE_UNAVAILABLE, message);
    }
}
