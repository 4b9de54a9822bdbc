package io.tasksweep.store.minio;

import io.minio.CreateMultipartUploadArgs;
import io.minio.DeleteObjectsArgs;
import io.minio.DisableObjectLegalHoldArgs;
import io.minio.EnableObjectLegalHoldArgs;
import io.minio.ListMultipartUploadsArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.PostPolicy;
import io.minio.PutObjectArgs;
import io.minio.RemoveBucketArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.SetBucketVersioningArgs;
import io.minio.SetObjectRetentionArgs;
import io.minio.errors.MinioException;
import io.minio.errors.XmlParserException;
import io.minio.messages.DeleteRequest;
import io.minio.messages.Item;
import io.minio.messages.Retention;
import io.minio.messages.RetentionMode;
import io.minio.messages.VersioningConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The S3 server that the environment names: S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY, S3_REGION. Makes buckets of its
 * own, and removes them with all that they hold, locks too.
 */
final class NamedS3 implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI endpoint;
    private final String accessKey;
    private final String secretKey;
    private final String region = System.getenv().getOrDefault("S3_REGION", "us-east-1");
    private final OkHttpClient http =
            new OkHttpClient.Builder().dispatcher(manyAtOnce()).build();
    private final Deque<String> buckets = new ArrayDeque<>();
    private final MinioAsyncClient client;

    NamedS3() {
        this(URI.create(variable("S3_ENDPOINT")), variable("S3_ACCESS_KEY"), variable("S3_SECRET_KEY"));
    }

    /** Another server than the one that the environment names. */
    NamedS3(URI endpoint, String accessKey, String secretKey) {
        this.endpoint = endpoint;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        client = MinioAsyncClient.builder()
                .endpoint(endpoint.toString())
                .credentials(accessKey, secretKey)
                .region(region)
                .httpClient(http, true)
                .build();
    }

    private static Dispatcher manyAtOnce() {
        Dispatcher requests = new Dispatcher();
        requests.setMaxRequestsPerHost(32);
        return requests;
    }

    private static String variable(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " must be set for tests tagged named-s3");
    }

    MinioSettings settings(String bucket, String secret) {
        return new MinioSettings(
                endpoint.getHost(),
                endpoint.getPort(),
                endpoint.getScheme().equals("https"),
                accessKey,
                secret,
                bucket,
                region,
                List.of(new PrefixPattern("{task_id}/")),
                TIMEOUT,
                4,
                List.of());
    }

    MinioSettings settings(String bucket) {
        return settings(bucket, secretKey);
    }

    String plainBucket() {
        return bucket(false);
    }

    String versionedBucket() {
        String bucket = bucket(false);
        version(bucket, VersioningConfiguration.Status.ENABLED);
        return bucket;
    }

    /** Versioned, too. */
    String lockingBucket() {
        return bucket(true);
    }

    void suspendVersions(String bucket) {
        version(bucket, VersioningConfiguration.Status.SUSPENDED);
    }

    private String bucket(boolean locking) {
        String bucket = "tasksweep-" + UUID.randomUUID();
        var args = MakeBucketArgs.builder().bucket(bucket).objectLock(locking);
        client.makeBucket(args.build()).join();
        buckets.push(bucket);
        return bucket;
    }

    private void version(String bucket, VersioningConfiguration.Status status) {
        var args = SetBucketVersioningArgs.builder().bucket(bucket);
        args.config(new VersioningConfiguration(status, null, null, null));
        client.setBucketVersioning(args.build()).join();
    }

    /** The new object's version. */
    String put(String bucket, String key, String text) {
        return String.valueOf(putLater(bucket, key, text).join());
    }

    CompletableFuture<String> putLater(String bucket, String key, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var args = PutObjectArgs.builder().bucket(bucket).object(key).data(bytes, bytes.length);
        return client.putObject(args.build()).thenApply(done -> String.valueOf(done.versionId()));
    }

    /** Puts an object with any key: in a form, which no URL has to hold. */
    void post(String bucket, String key, String text) {
        try (Response response = http.newCall(new Request.Builder()
                        .url(endpoint.resolve("/" + bucket).toString())
                        .post(form(bucket, key, text))
                        .build())
                .execute()) {
            if (!response.isSuccessful()) {
                throw new IllegalStateException(
                        "POST: " + response.code() + " " + response.body().string());
            }
        } catch (IOException | MinioException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private RequestBody form(String bucket, String key, String text) throws MinioException {
        PostPolicy policy =
                new PostPolicy(bucket, ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
        policy.addStartsWithCondition("key", "");
        MultipartBody.Builder form = new MultipartBody.Builder().setType(MultipartBody.FORM);
        form.addFormDataPart("key", key);
        client.getPresignedPostFormData(policy).forEach(form::addFormDataPart);
        form.addFormDataPart("file", "file", RequestBody.create(text, MediaType.get("application/octet-stream")));
        return form.build();
    }

    /** Deletes as clients usually do: in a versioned bucket that leaves a delete marker on top. */
    CompletableFuture<Void> deleteLater(String bucket, String key) {
        return client.removeObject(
                RemoveObjectArgs.builder().bucket(bucket).object(key).build());
    }

    void startUpload(String bucket, String key) {
        var args = CreateMultipartUploadArgs.builder().bucket(bucket).object(key);
        try {
            client.createMultipartUpload(args.build()).join();
        } catch (CompletionException cause) {
            if (!(cause.getCause()
                    instanceof XmlParserException)) { // Ceph says the key, which XML may not hold, and has begun
                throw cause;
            }
        }
    }

    void retain(String bucket, String key, String version, RetentionMode mode, Duration time) {
        var args = SetObjectRetentionArgs.builder().bucket(bucket).object(key).versionId(version);
        args.config(new Retention(mode, ZonedDateTime.now(ZoneOffset.UTC).plus(time)));
        client.setObjectRetention(args.build()).join();
    }

    void hold(String bucket, String key, String version) {
        var args =
                EnableObjectLegalHoldArgs.builder().bucket(bucket).object(key).versionId(version);
        client.enableObjectLegalHold(args.build()).join();
    }

    void release(String bucket, String key, String version) {
        var args =
                DisableObjectLegalHoldArgs.builder().bucket(bucket).object(key).versionId(version);
        client.disableObjectLegalHold(args.build()).join();
    }

    /** Every version, delete marker and upload of the bucket: key, sort and id → ETag. */
    SortedMap<String, String> everything(String bucket) {
        SortedMap<String, String> all = new TreeMap<>();
        for (Item item : versions(bucket)) {
            all.put(
                    item.objectName() + " " + item.isDeleteMarker() + " " + item.versionId(),
                    String.valueOf(item.etag()));
        }
        var uploads = ListMultipartUploadsArgs.builder().bucket(bucket);
        for (var upload :
                client.listMultipartUploads(uploads.build()).join().result().uploads()) {
            all.put(upload.objectName() + " upload " + upload.uploadId(), "");
        }
        return all;
    }

    private List<Item> versions(String bucket) {
        List<Item> all = new ArrayList<>();
        for (Result<Item> listed : client.listObjects(ListObjectsArgs.builder()
                .bucket(bucket)
                .recursive(true)
                .includeVersions(true)
                .build())) {
            try {
                all.add(listed.get());
            } catch (MinioException cause) {
                throw new IllegalStateException(cause);
            }
        }
        return all;
    }

    private void remove(String bucket) {
        List<DeleteRequest.Object> all = versions(bucket).stream()
                .map(item -> new DeleteRequest.Object(item.objectName(), item.versionId()))
                .toList();
        for (int from = 0; from < all.size(); from += 1_000) {
            var args = DeleteObjectsArgs.builder().bucket(bucket).bypassGovernanceMode(true);
            args.objects(all.subList(from, Math.min(from + 1_000, all.size())));
            client.deleteObjects(args.build()).join();
        }
        client.removeBucket(RemoveBucketArgs.builder().bucket(bucket).build()).join();
    }

    @Override
    public void close() {
        while (!buckets.isEmpty()) {
            remove(buckets.pop());
        }
        client.close();
    }
}
