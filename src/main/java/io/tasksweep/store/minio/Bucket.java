package io.tasksweep.store.minio;

import io.minio.AbortMultipartUploadArgs;
import io.minio.RemoveObjectArgs;
import io.minio.errors.XmlParserException;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Unit;
import io.tasksweep.store.minio.Page.Marker;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One bucket as one run sees it: S3's requests in our words. Each is sent at once, and whoever takes its answer waits
 * until the run's deadline, and gets what {@link Attempts} says.
 */
final class Bucket {
    /** Names of which every character that is not plain is written as in a URL. */
    static final String URL = "url";

    /** What a listing calls the form of its names. */
    private static final String ENCODING = "EncodingType";

    /** What a server also answers that does not understand the question for versions. */
    private static final String PLAIN = "ListBucketResult";

    /** A listing with its names in that form; none is as they are. */
    private interface Form {
        Supplier<Page> ask(Optional<String> encoding);
    }

    private final S3Client client;
    private final String name;
    private final Attempts attempts;

    Bucket(S3Client client, String name, Deadline deadline) {
        this.client = client;
        this.name = name;
        this.attempts = new Attempts(deadline);
    }

    Supplier<Page> objects(String prefix, @Nullable Marker after, int most) {
        Map<String, String> query = query(prefix, "list-type", "2", "max-keys", most);
        if (after != null) {
            query.put("continuation-token", after.at());
        }
        return ask(query, Set.of(PLAIN), (found, encoding) -> objects(found));
    }

    private static Page objects(XmlAnswer found) {
        Optional<String> encoding = found.value(ENCODING);
        List<Entry> entries = found.parts("Contents")
                .map(part -> Entry.of(part, encoding, null, Unit.OBJECTS))
                .toList();
        Optional<String> token = found.value("NextContinuationToken").flatMap(said -> whole(said, entries));
        return page(found, entries, token, Optional.empty());
    }

    /** Versions and delete markers, of each key the newest first. */
    Supplier<Page> versions(String prefix, @Nullable Marker after, int most) {
        Map<String, String> query = query(prefix, "versions", "", "max-keys", most);
        if (after != null) {
            query.put("key-marker", after.at());
            from(query, "version-id-marker", after);
        }
        return ask(query, Set.of("ListVersionsResult", PLAIN), (found, encoding) -> versions(found));
    }

    private static Page versions(XmlAnswer found) {
        if (found.root().equals(PLAIN)) {
            throw SweepException.noSuchListing();
        }
        Optional<String> encoding = found.value(ENCODING);
        List<Entry> entries = found.parts("Version", "DeleteMarker")
                .map(part -> version(part, encoding))
                .toList();
        return page(found, entries, marker(found, entries), found.value("NextVersionIdMarker"));
    }

    Supplier<Page> uploads(String prefix, @Nullable Marker after, int most) {
        Map<String, String> query = query(prefix, "uploads", "", "max-uploads", most);
        if (after != null) {
            query.put("key-marker", after.at());
            from(query, "upload-id-marker", after);
        }
        return ask(query, Set.of("ListMultipartUploadsResult"), Bucket::uploads);
    }

    /** Ceph sends the URL form without saying so: what was asked for counts. */
    private static Page uploads(XmlAnswer found, Optional<String> encoding) {
        List<Entry> entries =
                found.parts().stream().map(part -> Entry.upload(part, encoding)).toList();
        return page(found, entries, marker(found, entries), found.value("NextUploadIdMarker"));
    }

    /** One that is empty Amazon refuses. */
    private static void from(Map<String, String> query, String name, Marker after) {
        if (after.id() != null) {
            query.put(name, after.id());
        }
    }

    private static Map<String, String> query(String prefix, String sort, String value, String limit, int most) {
        Map<String, String> query = new HashMap<>();
        query.put(sort, value);
        query.put(limit, Integer.toString(most));
        query.put("prefix", prefix);
        query.put("delimiter", "");
        return query;
    }

    private Supplier<Page> ask(
            Map<String, String> query, Set<String> roots, BiFunction<XmlAnswer, Optional<String>, Page> reader) {
        return plainOrUrl(encoding -> {
            Map<String, String> whole = new HashMap<>(query);
            encoding.ifPresent(form -> whole.put(S3Client.ENCODING, form));
            Supplier<XmlAnswer> answer = attempts.send(() -> client.list(name, whole, roots));
            return () -> reader.apply(answer.get(), encoding);
        });
    }

    /** Every key's own answer. */
    Supplier<XmlAnswer> delete(List<Entry> entries) {
        return attempts.send(() -> client.delete(name, entries));
    }

    /** True, or why not. For a key that XML cannot hold and a URL can (see {@link Names}), or to hear more than in bulk. */
    Supplier<Boolean> deleteOne(Entry entry) {
        var args = RemoveObjectArgs.builder().bucket(name).object(entry.key()).versionId(entry.id());
        return attempts.send(() -> client.removeObject(args.build()).thenApply(gone -> true));
    }

    Supplier<Boolean> abort(Entry upload) {
        var args = AbortMultipartUploadArgs.builder()
                .bucket(name)
                .object(upload.key())
                .uploadId(upload.id());
        return attempts.send(() -> client.abortMultipartUpload(args.build()).thenApply(gone -> true));
    }

    /**
     * Names in URL form only if one of them spoils the XML, or a line break may stand for another: servers differ in
     * what else they put into that form (Ceph's markers are not, and may spoil that XML too; S3Proxy's tokens are).
     */
    private static Supplier<Page> plainOrUrl(Form form) {
        Supplier<Page> plain = form.ask(Optional.empty());
        return () -> {
            try {
                Page page = plain.get();
                return page.entries().stream().anyMatch(entry -> entry.key().contains("\n"))
                        ? form.ask(Optional.of(URL)).get()
                        : page;
            } catch (CompletionException cause) {
                if (cause.getCause() instanceof XmlParserException) {
                    return form.ask(Optional.of(URL)).get();
                }
                throw cause;
            }
        };
    }

    /** Without an id it could only be deleted by name, which would put another delete marker on top. */
    private static Entry version(XmlAnswer.Part part, Optional<String> encoding) {
        Optional<String> id = part.value("VersionId");
        boolean latest = part.says("IsLatest");
        boolean marker = part.name().equals("DeleteMarker");
        if (id.isEmpty() && (marker || !latest)) {
            throw SweepException.badAnswer("it lists a version without its id");
        }
        Entry entry = Entry.of(part, encoding, id.orElse(null), marker ? Unit.DELETE_MARKERS : Unit.OBJECTS);
        return latest ? entry : entry.older();
    }

    /**
     * In URL form, or not after all (Ceph): then it is the last key, which it might be another one without being decoded.
     */
    private static Optional<String> marker(XmlAnswer found, List<Entry> entries) {
        Optional<String> said = found.value("NextKeyMarker").flatMap(marker -> whole(marker, entries));
        if (said.equals(last(entries))) {
            return said;
        }
        try {
            return said.map(marker -> Entry.plain(marker, found.value(ENCODING)));
        } catch (IllegalArgumentException notUrl) {
            return last(entries);
        }
    }

    /** A place that has come whole, or the last key: only who writes keys there, as Ceph does, writes what XML does not hold. */
    private static Optional<String> whole(String said, List<Entry> entries) {
        return XmlAnswer.hasLost(said) ? last(entries) : Optional.of(said);
    }

    /** By S3's order, which is that of the bytes. */
    private static Optional<String> last(List<Entry> entries) {
        return entries.stream()
                .map(Entry::key)
                .max(Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
    }

    private static Page page(XmlAnswer found, List<Entry> entries, Optional<String> at, Optional<String> id) {
        if (found.value("Name").or(() -> found.value("Bucket")).isEmpty()) {
            throw SweepException.badAnswer("its listing does not say of what it is");
        }
        boolean more = found.says("IsTruncated");
        if (more && at.isEmpty()) {
            throw SweepException.badAnswer("its listing breaks off");
        }
        return new Page(entries, at.filter(marker -> more).map(marker -> new Marker(marker, id.orElse(null))));
    }
}
