package io.tasksweep.store.minio;

import io.tasksweep.store.minio.Page.Marker;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A listing under one prefix, to be read once, page by page; never more than two are in memory here. The server is not
 * trusted: a key outside the prefix or a listing that runs in a circle is a bad answer.
 */
final class Listing {
    private final Page.Source source;
    private final String prefix;
    private final int most;
    private final Supplier<Page> first;

    private Listing(Page.Source source, String prefix, int most) {
        this.source = source;
        this.prefix = prefix;
        this.most = most;
        this.first = source.ask(prefix, null, most);
    }

    /** Asks for the first page, and waits for it only when it is read. */
    static Listing ask(Page.Source source, String prefix, int most) {
        return new Listing(source, prefix, most);
    }

    /** The first entry's page, or an empty list; a server may answer with empty pages in between. */
    List<Entry> first() {
        Marks marks = new Marks();
        Page page = checked(first);
        while (page.entries().isEmpty() && page.next().isPresent()) {
            page = next(page, marks);
        }
        return page.entries();
    }

    /** Hands over entries until it is told that there are enough. */
    void until(Predicate<Entry> enough) {
        Marks marks = new Marks();
        Page page = checked(first);
        while (page.entries().stream().noneMatch(enough) && page.next().isPresent()) {
            page = next(page, marks);
        }
    }

    /**
     * Hands over every page that is not empty.
     *
     * @return how many entries there were
     */
    long forEachPage(Consumer<List<Entry>> reader) {
        Marks marks = new Marks();
        Page page = checked(first);
        long entries = page.entries().size();
        while (page.next().isPresent()) {
            page = following(page, marks, reader);
            entries += page.entries().size();
        }
        read(page, reader);
        return entries;
    }

    /**
     * Has the following page before the removal of this one begins; that of earlier ones may be under way. Otherwise
     * Ceph, its marker gone, loses its place within the versions of a key, and takes an older version for the current
     * one.
     */
    private Page following(Page page, Marks marks, Consumer<List<Entry>> reader) {
        try {
            return next(page, marks);
        } finally {
            read(page, reader);
        }
    }

    private static void read(Page page, Consumer<List<Entry>> reader) {
        if (!page.entries().isEmpty()) {
            reader.accept(page.entries());
        }
    }

    private Page next(Page page, Marks marks) {
        Marker after = marks.passed(page.next().orElseThrow());
        return checked(source.ask(prefix, after, most));
    }

    private Page checked(Supplier<Page> asked) {
        Page page = asked.get();
        for (Entry entry : page.entries()) {
            if (!entry.key().startsWith(prefix)) {
                throw SweepException.badAnswer("it lists an object that was not asked for");
            }
        }
        return page;
    }

    /**
     * Notices any circle with one marker in memory: compares each with an earlier one, at twice the distance each time
     * (Brent).
     */
    private static final class Marks {
        private @Nullable Marker earlier;
        private long since;
        private long reach = 1;

        private Marker passed(Marker marker) {
            if (marker.equals(earlier)) {
                throw SweepException.badAnswer("its listing repeats itself");
            }
            if (++since >= reach) {
                earlier = marker;
                reach *= 2;
                since = 0;
            }
            return marker;
        }
    }
}
