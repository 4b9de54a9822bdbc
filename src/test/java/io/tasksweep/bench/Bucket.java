package io.tasksweep.bench;

import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveBucketArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The bucket of the tasks' objects. */
final class Bucket implements Store, AutoCloseable {
    private static final int AT_ONCE = 32;

    private final Gateway gateway;
    private final MinioAsyncClient client;

    /** Makes it. */
    Bucket(Gateway gateway) {
        this.gateway = gateway;
        Dispatcher requests = new Dispatcher();
        requests.setMaxRequestsPerHost(AT_ONCE);
        client = MinioAsyncClient.builder()
                .endpoint(gateway.endpoint().toString())
                .credentials(gateway.accessKey(), gateway.secretKey())
                .region(gateway.region())
                .httpClient(new OkHttpClient.Builder().dispatcher(requests).build(), true)
                .build();
        client.makeBucket(MakeBucketArgs.builder().bucket(gateway.bucket()).build())
                .join();
    }

    @Override
    public void seed(String task, Shape shape) {
        byte[] content = new byte[shape.objectBytes()];
        new Random(2).nextBytes(content);
        Semaphore free = new Semaphore(2 * AT_ONCE);
        List<CompletableFuture<?>> put = new ArrayList<>();
        for (int number = 0; number < shape.objects(); number++) {
            free.acquireUninterruptibly();
            put.add(put(task + "/o" + number, content).whenComplete((done, failed) -> free.release()));
        }
        CompletableFuture.allOf(put.toArray(CompletableFuture<?>[]::new)).join();
    }

    private CompletableFuture<?> put(String key, byte[] content) {
        return client.putObject(PutObjectArgs.builder()
                .bucket(gateway.bucket())
                .object(key)
                .data(content, content.length)
                .build());
    }

    @Override
    public long count(String prefix) {
        return list(prefix).size();
    }

    /** The names of all objects that begin so. */
    List<String> list(String prefix) {
        List<String> names = new ArrayList<>();
        for (Result<Item> found : client.listObjects(ListObjectsArgs.builder()
                .bucket(gateway.bucket())
                .prefix(prefix)
                .recursive(true)
                .build())) {
            names.add(name(found));
        }
        return names;
    }

    private static String name(Result<Item> found) {
        try {
            return found.get().objectName();
        } catch (MinioException cause) {
            throw new IllegalStateException(cause);
        }
    }

    void remove(String name) {
        client.removeObject(RemoveObjectArgs.builder()
                        .bucket(gateway.bucket())
                        .object(name)
                        .build())
                .join();
    }

    /** Leaves nothing on a server that is not ours. */
    @Override
    public void close() {
        if (!gateway.isOwn()) {
            list("").forEach(this::remove);
            client.removeBucket(
                            RemoveBucketArgs.builder().bucket(gateway.bucket()).build())
                    .join();
        }
        client.close();
    }
}
