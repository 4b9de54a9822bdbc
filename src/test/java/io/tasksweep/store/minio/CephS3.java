package io.tasksweep.store.minio;

import io.tasksweep.store.minio.HostileS3.Answer;
import io.tasksweep.store.minio.HostileS3.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lists a server's objects, and uploads of its own, in Ceph's form, as its release 18 was seen to. What XML does not hold is written as a
 * reference that no XML allows, or as it is; keys are in URL form if that is asked for, markers never are, and a listing of uploads has one
 * even where nothing follows.
 */
final class CephS3 implements Function<Request, Optional<Answer>> {
    private static final String ID = "2~id";
    private static final String WRITTEN = "<LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>7</Size>";

    private final NavigableSet<String> uploads = new ConcurrentSkipListSet<>();
    private final HostileS3 s3;

    CephS3(HostileS3 s3) {
        this.s3 = s3;
    }

    void startUpload(String key) {
        uploads.add(key);
    }

    Collection<String> uploads() {
        return uploads;
    }

    @Override
    public Optional<Answer> apply(Request request) {
        Map<String, String> query = request.query();
        if (request.deletesOne()) {
            return Optional.of(delete(request));
        }
        if (query.containsKey("uploads")) {
            return Optional.of(uploads(query));
        }
        if (query.containsKey("versions")) {
            return Optional.of(versions(query));
        }
        return request.lists() ? Optional.of(objects(query)) : Optional.empty();
    }

    private Answer delete(Request request) {
        if (!request.query().containsKey("uploadId")) {
            s3.remove(request.key());
        } else if (!uploads.remove(request.key())) {
            return Answer.error(404, "NoSuchUpload");
        }
        return new Answer(204, "", Map.of());
    }

    private Answer objects(Map<String, String> query) {
        Piece piece = new Piece(s3.keys(), query, "continuation-token", "max-keys");
        return piece.answer(
                "ListBucketResult",
                piece.form() + "<Name>b</Name>"
                        + (piece.more ? "<NextContinuationToken>" + piece.last() + "</NextContinuationToken>" : ""),
                key -> "<Contents><Key>" + key + "</Key>" + WRITTEN + "</Contents>");
    }

    private Answer versions(Map<String, String> query) {
        Piece piece = new Piece(s3.keys(), query, "key-marker", "max-keys");
        return piece.answer(
                "ListVersionsResult",
                piece.form() + "<Name>b</Name>"
                        + (piece.more ? piece.marker() + "<NextVersionIdMarker>null</NextVersionIdMarker>" : ""),
                key -> "<Version><Key>" + key + "</Key><VersionId>null</VersionId><IsLatest>true</IsLatest>" + WRITTEN
                        + "</Version>");
    }

    private Answer uploads(Map<String, String> query) {
        Piece piece = new Piece(uploads, query, "key-marker", "max-uploads");
        String marker =
                piece.page.isEmpty() ? "" : piece.marker() + "<NextUploadIdMarker>" + ID + "</NextUploadIdMarker>";
        return piece.answer(
                "ListMultipartUploadsResult",
                "<Bucket>b</Bucket>" + marker,
                key -> "<Upload><Key>" + key + "</Key><UploadId>" + ID + "</UploadId></Upload>");
    }

    private static String escaped(String name) {
        return name.codePoints()
                .mapToObj(point -> point < ' ' ? "&#x%02x;".formatted(point) : Character.toString(point))
                .collect(Collectors.joining());
    }

    /** What one page shows of these keys. */
    private static final class Piece {
        private final boolean url;
        private final boolean more;
        private final List<String> page;

        private Piece(Collection<String> all, Map<String, String> query, String marker, String most) {
            String after = query.getOrDefault(marker, "");
            List<String> rest = all.stream()
                    .filter(key -> key.startsWith(query.get("prefix")) && key.compareTo(after) > 0)
                    .toList();
            page = rest.subList(0, Math.min(Integer.parseInt(query.get(most)), rest.size()));
            more = rest.size() > page.size();
            url = "url".equals(query.get("encoding-type"));
        }

        private String form() {
            return url ? "<EncodingType>url</EncodingType>" : "";
        }

        private String last() {
            return escaped(page.get(page.size() - 1));
        }

        private String marker() {
            return "<NextKeyMarker>" + last() + "</NextKeyMarker>";
        }

        private String shown(String key) {
            return url ? URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20") : escaped(key);
        }

        private Answer answer(String root, String head, Function<String, String> entry) {
            String entries = page.stream().map(this::shown).map(entry).collect(Collectors.joining());
            return Answer.xml(
                    200,
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><" + root
                            + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + "<IsTruncated>" + more
                            + "</IsTruncated>" + head + entries + "</" + root + ">");
        }
    }
}
