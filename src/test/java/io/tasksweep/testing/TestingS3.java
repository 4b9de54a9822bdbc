package io.tasksweep.testing;

import java.net.URI;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.PageSet;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.options.ListContainerOptions;

/**
 * A real S3 server on the loopback address with its objects in memory: S3Proxy. It has neither versions nor a listing of uploads.
 * {@link #put}, {@link #objects} and {@link #clear} bypass the S3 interface, so a test sees what is there whatever the interface says.
 */
public final class TestingS3 implements AutoCloseable {
    public static final String HOST = "127.0.0.1";
    public static final String REGION = "us-east-1";
    public static final String ACCESS_KEY = "testing-access";
    public static final String SECRET_KEY = "testing-secret-0123456789";
    public static final String BUCKET = "yivideo";

    private final BlobStoreContext context;
    private final BlobStore blobs;
    private final S3Proxy server;

    private TestingS3(BlobStoreContext context, S3Proxy server) {
        this.context = context;
        this.blobs = context.getBlobStore();
        this.server = server;
    }

    /** With the bucket {@value #BUCKET}, at a free port. */
    public static TestingS3 start() {
        return start(0);
    }

    /** At that port; 0 takes a free one. */
    public static TestingS3 start(int port) {
        BlobStoreContext context = ContextBuilder.newBuilder("transient").build(BlobStoreContext.class);
        S3Proxy server = S3Proxy.builder()
                .blobStore(context.getBlobStore())
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .endpoint(URI.create("http://" + HOST + ":" + port))
                .jettyMaxThreads(16)
                .build();
        try {
            server.start();
        } catch (Exception cause) {
            context.close();
            throw new IllegalStateException("S3Proxy does not start at port " + port, cause);
        }
        TestingS3 started = new TestingS3(context, server);
        started.blobs.createContainerInLocation(null, BUCKET);
        return started;
    }

    public int port() {
        return server.getPort();
    }

    /** An object with any key, even one that no URL holds. */
    public void put(String key, String text) {
        blobs.putBlob(BUCKET, blobs.blobBuilder(key).payload(text).build());
    }

    /** All objects of the bucket: key → ETag and time of change. */
    public SortedMap<String, String> objects() {
        SortedMap<String, String> all = new TreeMap<>();
        ListContainerOptions next = ListContainerOptions.Builder.recursive();
        PageSet<? extends StorageMetadata> page;
        do {
            page = blobs.list(BUCKET, next);
            page.forEach(found -> all.put(found.getName(), found.getETag() + " " + found.getLastModified()));
            next = ListContainerOptions.Builder.recursive().afterMarker(String.valueOf(page.getNextMarker()));
        } while (page.getNextMarker() != null);
        return all;
    }

    /** Empties the bucket. */
    public void clear() {
        blobs.removeBlobs(BUCKET, List.copyOf(objects().keySet()));
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception cause) {
            throw new IllegalStateException("S3Proxy does not stop", cause);
        } finally {
            context.close();
        }
    }
}
