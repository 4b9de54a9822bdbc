package io.tasksweep.store.minio;

import io.tasksweep.store.minio.Page.Marker;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A kind of listing that a server may not have at all. Such a server is taken to hold nothing of that kind and is not asked a second
 * time. For one run, and one thread.
 */
final class MissableSource implements Page.Source {
    private final Page.Source source;
    private final Runnable onMissing;
    private boolean missing;

    /** @param onMissing called when the server turns out not to have this listing */
    MissableSource(Page.Source source, Runnable onMissing) {
        this.source = source;
        this.onMissing = onMissing;
    }

    @Override
    public Supplier<Page> ask(String prefix, @Nullable Marker after, int most) {
        if (missing) {
            return () -> Page.NONE;
        }
        Supplier<Page> asked = source.ask(prefix, after, most);
        return after == null ? () -> orNone(asked) : asked;
    }

    /** Whether the server has been asked and does not have this listing. */
    boolean isMissing() {
        return missing;
    }

    private Page orNone(Supplier<Page> first) {
        try {
            return first.get();
        } catch (CompletionException | SweepException cause) {
            if (!MinioFailures.isUnsupported(cause)) {
                throw cause;
            }
            missing = true;
            onMissing.run();
            return Page.NONE;
        }
    }
}
