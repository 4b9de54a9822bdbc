package io.tasksweep.store.minio;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One page of a listing: at most 1 000 entries, and where the next page begins, which is empty for the last page. */
record Page(List<Entry> entries, Optional<Marker> next) {
    static final int MOST = 1_000;
    static final Page NONE = new Page(List.of(), Optional.empty());

    /**
     * Where a page begins, as given by the server.
     *
     * @param at a key, or an opaque token
     * @param id the version or upload of that key after which the page begins
     */
    record Marker(String at, @Nullable String id) {}

    /** One kind of listing. Sends the request at once; the returned supplier waits for the page. */
    @FunctionalInterface
    interface Source {
        Supplier<Page> ask(String prefix, @Nullable Marker after, int most);
    }
}
