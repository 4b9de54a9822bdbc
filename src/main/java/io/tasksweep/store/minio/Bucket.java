package io.tasksweep.store.minio;

import io.minio.AbortMultipartUploadArgs;
import io.minio.DeleteObjectsArgs;
import io.minio.ListMultipartUploadsArgs;
import io.minio.ListObjectVersionsArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MinioAsyncClient;
import io.minio.RemoveObjectArgs;
import io.minio.errors.XmlParserException;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import io.minio.messages.ListMultipartUploadsResult;
import io.minio.messages.ListVersionsResult;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Unit;
import io.tasksweep.store.minio.Page.Marker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One bucket as one run sees it: minio-java's requests in our words. Each is sent at once, and whoever takes its answer waits
 * until the run's deadline, and gets what {@link Attempts} says.
 */
final class Bucket {
    private static final String URL = "url";

    /** A listing with its names in that form; null is as they are. */
    private interface Form {
        Supplier<Page> ask(@Nullable String encoding);
    }

    private final MinioAsyncClient client;
    private final String name;
    private final Attempts attempts;

    Bucket(MinioAsyncClient client, String name, Deadline deadline) {
        this.client = client;
        this.name = name;
        this.attempts = new Attempts(deadline);
    }

    Supplier<Page> objects(String prefix, @Nullable Marker after, int most) {
        return plainOrUrl(encoding -> objects(prefix, after, most, encoding));
    }

    private Supplier<Page> objects(String prefix, @Nullable Marker after, int most, @Nullable String encoding) {
        var ask = ListObjectsV2Args.builder()
                .bucket(name)
                .prefix(prefix)
                .maxKeys(most)
                .encodingType(encoding);
        if (after != null) {
            ask.continuationToken(after.at());
        }
        var answer = attempts.send(() -> client.listObjectsV2(ask.build()));
        return () -> objects(answer.get().result());
    }

    private static Page objects(ListBucketResultV2 found) {
        List<Entry> entries = new ArrayList<>();
        for (Item item : found.contents()) {
            item.setEncodingType(found.encodingType());
            entries.add(Entry.of(item, null, Unit.OBJECTS));
        }
        return page(entries, found.isTruncated(), found.nextContinuationToken(), null);
    }

    /** Versions and delete markers, of each key the newest first. */
    Supplier<Page> versions(String prefix, @Nullable Marker after, int most) {
        return plainOrUrl(encoding -> versions(prefix, after, most, encoding));
    }

    private Supplier<Page> versions(String prefix, @Nullable Marker after, int most, @Nullable String encoding) {
        var ask = ListObjectVersionsArgs.builder()
                .bucket(name)
                .prefix(prefix)
                .maxKeys(most)
                .encodingType(encoding);
        if (after != null) {
            ask.keyMarker(after.at()).versionIdMarker(after.id());
        }
        var answer = attempts.send(() -> client.listObjectVersions(ask.build()));
        return () -> versions(answer.get().result());
    }

    private static Page versions(ListVersionsResult found) {
        List<Entry> entries = new ArrayList<>();
        found.contents().forEach(item -> entries.add(version(item, found.encodingType())));
        found.deleteMarkers().forEach(item -> entries.add(version(item, found.encodingType())));
        return page(entries, found.isTruncated(), marker(found::nextKeyMarker, entries), found.nextVersionIdMarker());
    }

    Supplier<Page> uploads(String prefix, @Nullable Marker after, int most) {
        return plainOrUrl(encoding -> uploads(prefix, after, most, encoding));
    }

    private Supplier<Page> uploads(String prefix, @Nullable Marker after, int most, @Nullable String encoding) {
        var ask = ListMultipartUploadsArgs.builder()
                .bucket(name)
                .prefix(prefix)
                .maxUploads(most)
                .encodingType(encoding);
        if (after != null) {
            ask.keyMarker(after.at()).uploadIdMarker(after.id());
        }
        var answer = attempts.send(() -> client.listMultipartUploads(ask.build()));
        return () -> uploads(answer.get().result(), encoding);
    }

    /** Ceph sends the URL form without saying so: what was asked for counts. */
    private static Page uploads(ListMultipartUploadsResult found, @Nullable String encoding) {
        List<Entry> entries = new ArrayList<>();
        for (ListMultipartUploadsResult.Upload upload : found.uploads()) {
            upload.setEncodingType(encoding);
            entries.add(Entry.of(upload));
        }
        return page(entries, found.isTruncated(), marker(found::nextKeyMarker, entries), found.nextUploadIdMarker());
    }

    /** Every key's own answer; not quiet, so that a success is something that the server has said. */
    Supplier<DeleteResult> delete(List<Entry> entries) {
        List<DeleteRequest.Object> objects = entries.stream()
                .map(entry -> new DeleteRequest.Object(entry.key(), entry.id()))
                .toList();
        var args = DeleteObjectsArgs.builder().bucket(name).objects(objects).quiet(false);
        var answer = attempts.send(() -> client.deleteObjects(args.build()));
        return () -> answer.get().result();
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
     * what else they put into that form (Ceph's markers are not, S3Proxy's tokens are).
     */
    private static Supplier<Page> plainOrUrl(Form form) {
        Supplier<Page> plain = form.ask(null);
        return () -> {
            try {
                Page page = plain.get();
                return page.entries().stream().anyMatch(entry -> entry.key().contains("\n"))
                        ? form.ask(URL).get()
                        : page;
            } catch (CompletionException cause) {
                if (cause.getCause() instanceof XmlParserException) {
                    return form.ask(URL).get();
                }
                throw cause;
            }
        };
    }

    /** Without an id it could only be deleted by name, which would put another delete marker on top. */
    private static Entry version(Item item, @Nullable String encoding) {
        item.setEncodingType(encoding);
        String id = item.versionId();
        if (id == null && (item.isDeleteMarker() || !item.isLatest())) {
            throw SweepException.badAnswer("it lists a version without its id");
        }
        Entry entry = Entry.of(item, id, item.isDeleteMarker() ? Unit.DELETE_MARKERS : Unit.OBJECTS);
        return item.isLatest() ? entry : entry.older();
    }

    /** A marker that is not in URL form after all: then the last key shows the place. */
    private static @Nullable String marker(Supplier<@Nullable String> decoded, List<Entry> entries) {
        try {
            return decoded.get();
        } catch (IllegalArgumentException notUrl) {
            return entries.stream()
                    .map(Entry::key)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    private static Page page(List<Entry> entries, boolean more, @Nullable String at, @Nullable String id) {
        if (more && (at == null || at.isEmpty())) {
            throw SweepException.badAnswer("its listing breaks off");
        }
        return new Page(entries, more && at != null ? Optional.of(new Marker(at, id)) : Optional.empty());
    }
}
