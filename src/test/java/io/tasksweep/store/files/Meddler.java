package io.tasksweep.store.files;

import static io.tasksweep.store.files.TestingShare.attempt;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Somebody with an open handle on a directory who does the same again and again, whatever fails, until told to stop.
 */
final class Meddler {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread thread;

    private Meddler(SecureDirectoryStream<Path> handle, Work work) {
        thread = new Thread(() -> {
            while (!stopped.get()) {
                attemptAt(handle, work);
            }
            attempt(() -> close(handle));
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** One thing that is done to the directory. */
    interface Work {
        void at(SecureDirectoryStream<Path> handle) throws IOException;
    }

    /** Meddles for as long as the other is done, however that ends. */
    static void during(Runnable other, Path directory, Work work) {
        Meddler meddler = new Meddler(handle(directory), work);
        try {
            other.run();
        } finally {
            meddler.stop();
        }
    }

    static SecureDirectoryStream<Path> handle(Path directory) {
        return (SecureDirectoryStream<Path>)
                attempt(() -> directory.getFileSystem().provider().newDirectoryStream(directory, entry -> true));
    }

    /** Whether it could be done; that the deletion is faster now and then is what is being tried. */
    static boolean attemptAt(SecureDirectoryStream<Path> handle, Work work) {
        try {
            work.at(handle);
            return true;
        } catch (IOException lost) {
            return false;
        }
    }

    private void stop() {
        stopped.set(true);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static boolean close(SecureDirectoryStream<Path> handle) throws IOException {
        handle.close();
        return true;
    }
}
