package io.tasksweep.store.minio;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.TaskId;
import io.tasksweep.testing.TestingCertificate;
import io.tasksweep.testing.TestingS3;
import io.tasksweep.testing.TlsProxy;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** HTTPS to a server whose certificate the JVM does not know. */
class MinioTlsTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final TestingCertificate OURS = TestingCertificate.of("ip:127.0.0.1");
    private static final TestingCertificate ELSEWHERE = TestingCertificate.of("dns:other.test");
    private static final TestingS3 S3 = TestingS3.start();
    private static final TestingMinioStores STORES = new TestingMinioStores();

    @AfterAll
    static void stop() {
        STORES.close();
        S3.close();
    }

    private static MinioStore trusting(TlsProxy proxy, List<X509Certificate> authorities) {
        return STORES.open(new MinioSettings(
                TestingS3.HOST,
                proxy.port(),
                true,
                TestingS3.ACCESS_KEY,
                TestingS3.SECRET_KEY,
                TestingS3.BUCKET,
                TestingS3.REGION,
                List.of(new PrefixPattern("{task_id}/")),
                Duration.ofSeconds(10),
                4,
                authorities));
    }

    @Test
    void aServerOfATrustedAuthorityIsUsed() {
        S3.put("task-1/a", "a");
        try (TlsProxy proxy = TlsProxy.before(S3.port(), OURS);
                MinioStore store = trusting(proxy, List.of(ELSEWHERE.certificate(), OURS.certificate()))) {
            assertThat(await(store.survey(TASK)).isEmpty()).isFalse();
        }
    }

    @Test
    void nobodyElseIsAndNoRepeatHelps() {
        assertMistrusted(OURS, List.of());
        assertMistrusted(OURS, List.of(ELSEWHERE.certificate()));
    }

    @Test
    void aCertificateForAnotherHostIsOfNoUse() {
        assertMistrusted(ELSEWHERE, List.of(ELSEWHERE.certificate()));
    }

    private static void assertMistrusted(TestingCertificate shown, List<X509Certificate> authorities) {
        try (TlsProxy proxy = TlsProxy.before(S3.port(), shown);
                MinioStore store = trusting(proxy, authorities)) {
            Throwable cause = failureOf(store.survey(TASK));
            Failure why = store.explain(cause);
            assertThat(why.message()).isEqualTo("The object store's certificate is not trusted.");
            assertThat(why.retriable()).isFalse();
            assertThat(MinioStore.isSilence(cause)).isFalse();
        }
    }
}
