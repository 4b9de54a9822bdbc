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
 * One bucket during one run: S3's requests in our own terms. Each request is sent at once; the returned supplier waits for the
 * answer until the run's deadline, and fails as described in {@link Requests}.
 */
final class Bucket {
    /** The encoding in which special characters of a name are written as in a URL. */
    static final String URL = "url";

    /** The element in which a listing names the encoding of its names. */
    private static final String ENCODING = "EncodingType";

    /** The root element of a plain listing, which is also the answer of a server that does not understand a request for versions. */
    private static final String PLAIN = "ListBucketResult";

    /** Requests a listing with its names in that encoding; empty means unencoded. */
    private interface Form {
        Supplier<Page> ask(Optional<String> encoding);
    }

    private final S3Client client;
    private final String name;
    private final Requests requests;

    Bucket(S3Client client, String name, Deadline deadline) {
        this.client = client;
        this.name = name;
        this.requests = new Requests(deadline);
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

    /** Versions and delete markers, the newest of each key first. */
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

    /** Ceph sends URL form without saying so, so the requested encoding counts. */
    private static Page uploads(XmlAnswer found, Optional<String> encoding) {
        List<Entry> entries =
                found.parts().stream().map(part -> Entry.upload(part, encoding)).toList();
        return page(found, entries, marker(found, entries), found.value("NextUploadIdMarker"));
    }

    /** Left out if there is no id: Amazon refuses an empty one. */
    private static void from(Map<String, String> query, String name, Marker after) {
        if (after.id() != null) {
            query.put(name, after.id());
        }
    }

    private static Map<String, String> query(String prefix, String kind, String value, String limit, int most) {
        Map<String, String> query = new HashMap<>();
        query.put(kind, value);
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
            Supplier<XmlAnswer> answer = requests.send(() -> client.list(name, whole, roots));
            return () -> reader.apply(answer.get(), encoding);
        });
    }

    /** Deletes many entries with one request; the answer covers every key. */
    Supplier<XmlAnswer> delete(List<Entry> entries) {
        return requests.send(() -> client.delete(name, entries));
    }

    /**
     * Deletes one entry; an exception says why not. For keys that XML cannot hold and a URL can (see {@link Names}),
     * or to learn more than the answer to a bulk deletion says.
     */
    Supplier<?> deleteOne(Entry entry) {
        var args = RemoveObjectArgs.builder().bucket(name).object(entry.key()).versionId(entry.id());
        return requests.send(() -> client.removeObject(args.build()));
    }

    Supplier<?> abort(Entry upload) {
        var args = AbortMultipartUploadArgs.builder()
                .bucket(name)
                .object(upload.key())
                .uploadId(upload.id());
        return requests.send(() -> client.abortMultipartUpload(args.build()));
    }

    /**
     * Requests URL form only if a name makes the XML invalid or contains a line break, which may stand for another one. Servers
     * differ in what else they encode: Ceph does not encode its markers, which may make even that XML invalid; S3Proxy encodes its
     * tokens.
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

    /**
     * Refuses a delete marker or an older version without an id: it could only be deleted by key, which would put another delete
     * marker on top.
     */
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
     * The next key marker, decoded if the answer says URL form. Ceph says so but sends its marker unencoded: a marker that equals the
     * page's last key as it stands is not decoded, since decoding could turn it into another key.
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

    /**
     * The marker if it arrived undamaged, else the page's last key: only servers that use keys as markers, as Ceph does, send
     * characters that XML cannot hold.
     */
    private static Optional<String> whole(String said, List<Entry> entries) {
        return XmlAnswer.hasLost(said) ? last(entries) : Optional.of(said);
    }

    /** The last key in S3's order, which is that of the UTF-8 bytes. */
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
