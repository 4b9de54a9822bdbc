package io.tasksweep.store.minio;

import io.minio.MinioAsyncClient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** Opens clients with our own timeouts, redirects and retries instead of the library's defaults. */
final class MinioClients {
    private static final int IDLE_SECONDS = 30;

    /** The requests that one run has in flight: a listing and removals, or three listings. */
    private static final int REQUESTS_OF_ONE = Math.max(3, 1 + InFlight.MOST);

    private static final int REQUESTS_OF_A_LOOK = 2;

    private MinioClients() {}

    /** Sets the region, so the server need not be asked for it. Closing the client closes its connections and threads. */
    static S3Client open(MinioSettings settings) {
        return new S3Client(MinioAsyncClient.builder()
                .endpoint(settings.host(), settings.port(), settings.secure())
                .credentials(settings.accessKey(), settings.secretKey())
                .region(settings.region())
                .httpClient(http(settings), true)
                .build());
    }

    /**
     * No redirects: OkHttp would follow them to any host. Retries are up to {@link Requests}; OkHttp itself only tries again after a
     * broken connection, and once after a 408 (unless it names a {@code Retry-After}) or a 503 with {@code Retry-After: 0}.
     */
    private static OkHttpClient http(MinioSettings settings) {
        int atOnce = settings.threads() * (REQUESTS_OF_ONE + REQUESTS_OF_A_LOOK);
        Dispatcher requests = new Dispatcher();
        requests.setMaxRequests(atOnce);
        requests.setMaxRequestsPerHost(atOnce);
        OkHttpClient.Builder client = new OkHttpClient.Builder();
        if (!settings.authorities().isEmpty()) {
            Authorities.only(settings.authorities(), client);
        }
        return client.dispatcher(requests)
                .connectionPool(new ConnectionPool(atOnce, IDLE_SECONDS, TimeUnit.SECONDS))
                .socketFactory(new PromptSockets())
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(settings.timeout())
                .readTimeout(settings.timeout())
                .writeTimeout(settings.timeout())
                .callTimeout(settings.timeout())
                .followRedirects(false)
                .followSslRedirects(false)
                .eventListener(new CallDeadlines())
                .addInterceptor(new AnswerGuard())
                .build();
    }
}
