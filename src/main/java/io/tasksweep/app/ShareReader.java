package io.tasksweep.app;

import io.tasksweep.domain.TaskId;
import io.tasksweep.store.files.DirectoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads where the share is; whatever could widen a deletion's reach is a mistake. */
final class ShareReader {
    private static final Setting ROOT = new Setting("files.root", "SHARE_ROOT");
    private static final Setting MARKER = new Setting("files.marker", "SHARE_MARKER");

    private static final String DEFAULT_ROOT = "/share/workflows";

    /** Every directory has these, so none of them can mark the share. */
    private static final Set<String> NOT_NAMES = Set.of("", ".", "..");

    private static final long ROOT_SECONDS = 2;

    private ShareReader() {}

    static Settings.Files files(SettingsReader read) {
        return new Settings.Files(
                root(read),
                marker(read),
                read.number(new Setting("files.threads", "FILES_THREADS"), 4, 1, 256),
                read.number(new Setting("files.walkers", "FILES_WALKERS"), 2, 0, 64));
    }

    private static Path root(SettingsReader read) {
        Path root = read.files().path(ROOT).orElseGet(() -> Path.of(DEFAULT_ROOT));
        wrong(root).ifPresent(what -> read.mistake(ROOT, what));
        return root.normalize();
    }

    private static Optional<String> wrong(Path root) {
        if (!root.isAbsolute() || isTop(root.normalize()) || leadsToTop(root.normalize())) {
            return Optional.of("must be an absolute path below /, and no link to /");
        }
        return StreamSupport.stream(root.spliterator(), false)
                .filter(part -> part.toString().equals(".."))
                .findFirst()
                .map(up -> "must not contain '..': after a link that leads elsewhere than it seems");
    }

    private static Optional<String> marker(SettingsReader read) {
        Optional<String> marker = read.files().path(MARKER).flatMap(path -> read.optional(MARKER)); // as it is written
        marker.stream().flatMap(ShareReader::wrong).forEach(what -> read.mistake(MARKER, what));
        return marker;
    }

    private static Stream<String> wrong(String marker) {
        List<String> wrong = new ArrayList<>();
        if (marker.contains("/") || NOT_NAMES.contains(marker)) {
            wrong.add("must be a file's name in the root");
        }
        if (TaskId.parse(marker).isPresent()) {
            wrong.add("must not be a task's name, or it could be deleted as one");
        }
        if (marker.startsWith(DirectoryStore.OWN_NAME)) {
            wrong.add("must not begin with " + DirectoryStore.OWN_NAME + ": the service makes such names itself");
        }
        return wrong.stream();
    }

    private static boolean isTop(Path path) {
        return path.getNameCount() == 0;
    }

    /**
     * Whether the root's symbolic links end at {@code /}. A share that is missing or hangs counts as no, and must not keep the
     * service from starting.
     */
    private static boolean leadsToTop(Path root) {
        return CompletableFuture.supplyAsync(() -> isTop(resolved(root)), ShareReader::inBackground)
                .completeOnTimeout(false, ROOT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static Path resolved(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException away) {
            return root;
        }
    }

    private static void inBackground(Runnable look) {
        Thread thread = new Thread(look, "tasksweep-root");
        thread.setDaemon(true); // a look that hangs does not keep the process from ending
        thread.start();
    }
}
