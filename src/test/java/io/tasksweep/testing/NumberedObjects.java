package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An S3 server with more objects of one task, and as many of a neighbour, than any other server in the tests could hold: it stores only
 * their numbers. The objects are versions with the id null, as in a bucket without versions.
 */
public final class NumberedObjects implements AutoCloseable {
    private static final int PAGE = 1_000;
    private static final Pattern KEY = Pattern.compile("<Key>[^<]*?(\\d+)</Key>");
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    private static final String NO_UPLOADS =
            "<ListMultipartUploadsResult><Bucket>b</Bucket><KeyMarker/><UploadIdMarker/>"
                    + "<MaxUploads>1000</MaxUploads><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>";

    private final Vertx vertx = Vertx.vertx();
    private final String prefix;
    private final BitSet present = new BitSet();
    private final HttpServer server;
    private final List<String> requests = new ArrayList<>();
    private int foreign;

    private NumberedObjects(String prefix, int objects) {
        this.prefix = prefix;
        present.set(0, objects);
        server = await(vertx.createHttpServer().requestHandler(this::read).listen(0, "127.0.0.1"));
    }

    /** Below that prefix; whatever else is deleted is counted as foreign. */
    public static NumberedObjects below(String prefix, int objects) {
        return new NumberedObjects(prefix, objects);
    }

    public int port() {
        return server.actualPort();
    }

    public synchronized int left() {
        return present.cardinality();
    }

    /** How many deletions were asked for that are not of the task. */
    public synchronized int foreign() {
        return foreign;
    }

    /** What was asked about the task so far: objects, versions, uploads, delete. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private void read(HttpServerRequest request) {
        request.body()
                .onSuccess(body -> request.response()
                        .putHeader("Content-Type", "application/xml")
                        .end(answer(request, body)));
    }

    private synchronized String answer(HttpServerRequest request, Buffer body) {
        note(request);
        if (request.params().contains("delete")) {
            return delete(body.toString());
        } else if (request.params().contains("uploads")) {
            return XML + NO_UPLOADS;
        } else if (request.params().contains("versions")) {
            return page(request, "ListVersionsResult", "Version", "key-marker", "NextKeyMarker");
        }
        return page(request, "ListBucketResult", "Contents", "continuation-token", "NextContinuationToken");
    }

    private void note(HttpServerRequest request) {
        if (request.params().contains("delete") || prefix.equals(request.getParam("prefix"))) {
            requests.add(Stream.of("delete", "uploads", "versions")
                    .filter(request.params()::contains)
                    .findFirst()
                    .orElse("objects"));
        }
    }

    private String page(HttpServerRequest request, String result, String item, String marker, String nextMarker) {
        if ("".equals(request.getParam("version-id-marker"))) {
            throw new IllegalArgumentException("a marker must not be empty, says Amazon");
        }
        String after = request.getParam(marker);
        int most = Math.min(PAGE, Integer.parseInt(request.getParam("max-keys", "1000")));
        boolean ours = prefix.equals(request.getParam("prefix"));
        int next = ours ? present.nextSetBit(after == null || after.isEmpty() ? 0 : number(after) + 1) : -1;
        StringBuilder xml = new StringBuilder(XML + "<" + result + "><Name>b</Name>");
        int last = -1;
        for (int i = 0; i < most && next >= 0; i++) {
            last = next;
            xml.append(item(item, last));
            next = present.nextSetBit(last + 1);
        }
        xml.append("<IsTruncated>").append(next >= 0).append("</IsTruncated>");
        if (next >= 0) {
            xml.append("<" + nextMarker + ">" + key(last) + "</" + nextMarker + ">");
        }
        return xml.append("</" + result + ">").toString();
    }

    private String item(String item, int number) {
        return "<" + item + "><Key>" + key(number) + "</Key><VersionId>null</VersionId><IsLatest>true</IsLatest>"
                + "<LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>e</ETag><Size>7</Size></" + item + ">";
    }

    private String key(int number) {
        return prefix + String.format(Locale.ROOT, "frames/%08d", number);
    }

    private static int number(String key) {
        return Integer.parseInt(key.substring(key.lastIndexOf('/') + 1));
    }

    private String delete(String body) {
        StringBuilder xml = new StringBuilder(XML + "<DeleteResult>");
        Matcher keys = KEY.matcher(body);
        while (keys.find()) {
            int number = Integer.parseInt(keys.group(1));
            foreign += keys.group().equals("<Key>" + key(number) + "</Key>") ? 0 : 1;
            present.clear(number);
            xml.append("<Deleted>").append(keys.group()).append("<VersionId>null</VersionId></Deleted>");
        }
        return xml.append("</DeleteResult>").toString();
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
