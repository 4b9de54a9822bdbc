package io.tasksweep.store.minio;

import io.tasksweep.store.minio.Page.Marker;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A listing under one prefix, to be read once, page by page; at most two pages are in memory here. The server is not trusted: a key
 * outside the prefix, or a listing that runs in a circle, is a bad answer. Entries that a page repeats from the page before are left
 * out.
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

    /** Requests the first page at once, but waits for it only when it is read. */
    static Listing ask(Page.Source source, String prefix, int most) {
        return new Listing(source, prefix, most);
    }

    /** The entries of the first page that has any, or an empty list; a server may send empty pages before it. */
    List<Entry> first() {
        Course course = new Course();
        Page page = begin(course);
        while (page.entries().isEmpty() && page.next().isPresent()) {
            page = next(page, course);
        }
        return page.entries();
    }

    /** Passes on entries until {@code enough} returns true. */
    void until(Predicate<Entry> enough) {
        Course course = new Course();
        Page page = begin(course);
        while (page.entries().stream().noneMatch(enough) && page.next().isPresent()) {
            page = next(page, course);
        }
    }

    /**
     * Passes on every page that is not empty.
     *
     * @return how many entries there were
     */
    long forEachPage(Consumer<List<Entry>> reader) {
        Course course = new Course();
        Page page = begin(course);
        long entries = page.entries().size();
        while (page.next().isPresent()) {
            page = following(page, course, reader);
            entries += page.entries().size();
        }
        read(page, reader);
        return entries;
    }

    /**
     * Fetches the following page before the removal of this page begins; removals of earlier pages may be in flight. Otherwise Ceph,
     * once the entry that its marker names is gone, loses its place within the versions of a key and takes an older version for the
     * current one.
     */
    private Page following(Page page, Course course, Consumer<List<Entry>> reader) {
        try {
            return next(page, course);
        } finally {
            read(page, reader);
        }
    }

    private static void read(Page page, Consumer<List<Entry>> reader) {
        if (!page.entries().isEmpty()) {
            reader.accept(page.entries());
        }
    }

    private Page begin(Course course) {
        return course.without(checked(first));
    }

    private Page next(Page page, Course course) {
        Marker after = course.passed(page);
        return course.without(checked(source.ask(prefix, after, most)));
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
     * Notices repetition, in whatever order the server lists. Keeps the page before, since some servers begin each page with the last
     * entry of the page before. Of all earlier pages it keeps the marker and the first entry of one, compares each later page with
     * them, and moves on after twice the distance each time: this finds any circle (Brent), even under new tokens.
     */
    private static final class Course {
        private List<Entry> before = List.of();
        private @Nullable Marker earlier;
        private @Nullable Name earlierBegan;
        private long since;
        private long reach = 1;

        /** The page without the entries of the page before, which would otherwise be removed and counted twice. */
        private Page without(Page page) {
            List<Entry> shown = before;
            if (page.entries().isEmpty()) {
                return page;
            }
            before = page.entries();
            Name begins = Name.of(before.get(0));
            return shown.stream().anyMatch(begins::isOf) ? fresh(page, shown) : page;
        }

        private static Page fresh(Page page, List<Entry> shown) {
            Set<Name> known = shown.stream().map(Name::of).collect(Collectors.toUnmodifiableSet());
            List<Entry> fresh = page.entries().stream()
                    .filter(entry -> !known.contains(Name.of(entry)))
                    .toList();
            if (fresh.isEmpty() && page.next().isPresent()) {
                throw repeated();
            }
            return new Page(fresh, page.next());
        }

        /** Where the next page begins; fails if the listing runs in a circle. */
        private Marker passed(Page page) {
            Marker marker = page.next().orElseThrow();
            Name began =
                    page.entries().isEmpty() ? null : Name.of(page.entries().get(0));
            if (marker.equals(earlier) || (began != null && began.equals(earlierBegan))) {
                throw repeated();
            }
            if (++since >= reach) {
                earlier = marker;
                earlierBegan = began;
                reach *= 2;
                since = 0;
            }
            return marker;
        }

        private static SweepException repeated() {
            return SweepException.badAnswer("its listing repeats itself");
        }
    }

    /** What distinguishes one entry of a listing from the others. */
    private record Name(String key, @Nullable String id) {
        private static Name of(Entry entry) {
            return new Name(entry.key(), entry.id());
        }

        private boolean isOf(Entry entry) {
            return key.equals(entry.key()) && Objects.equals(id, entry.id());
        }
    }
}
