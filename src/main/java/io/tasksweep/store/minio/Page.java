package io.tasksweep.store.minio;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A piece of a listing, at most 1 000 entries, and where the next piece begins; empty after the last. */
record Page(List<Entry> entries, Optional<Marker> next) {
    static final int MOST = 1_000;
    static final Page NONE = new Page(List.of(), Optional.empty());

    /**
     * Where a page begins, as the server has named it.
     *
     * @param at a key, or a token without meaning
     * @param id the version or upload of that key after which to go on
     */
    record Marker(String at, @Nullable String id) {}

    /** One sort of listing: sends the question, and whoever takes the page waits for it. */
    @FunctionalInterface
    interface Source {
        Supplier<Page> ask(String prefix, @Nullable Marker after, int most);
    }
}
