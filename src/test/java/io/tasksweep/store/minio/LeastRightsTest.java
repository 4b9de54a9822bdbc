package io.tasksweep.store.minio;

import static io.tasksweep.store.minio.TestingMinioStores.TASK;
import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.minio.MinioAsyncClient;
import io.minio.SetBucketPolicyArgs;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** F45: the policy in docs/operations.md is enough, and without any part of it no repeat helps. For a user who has nothing else. */
@Tag("named-s3")
@Tag("F45")
class LeastRightsTest {
    private final NamedS3 s3 = new NamedS3();
    private final TestingMinioStores stores = new TestingMinioStores();
    private String bucket = "";
    private MinioStore store;

    @BeforeEach
    void start() {
        bucket = s3.versionedBucket();
        store = stores.open(asAnother(s3.settings(bucket)));
        s3.put(bucket, "task-1/a", "first");
        s3.put(bucket, "task-1/a", "second");
        s3.startUpload(bucket, "task-1/b");
        s3.put(bucket, "task-10/a", "neighbour");
    }

    /** Who has no right but those that the bucket's policy gives. */
    private static MinioSettings asAnother(MinioSettings owner) {
        return new MinioSettings(
                owner.host(),
                owner.port(),
                owner.secure(),
                String.valueOf(System.getenv("S3_OTHER_ACCESS_KEY")),
                String.valueOf(System.getenv("S3_OTHER_SECRET_KEY")),
                owner.bucket(),
                owner.region(),
                owner.prefixes(),
                owner.timeout(),
                owner.threads(),
                owner.authorities());
    }

    @AfterEach
    void stop() {
        store.close();
        stores.close();
        s3.close();
    }

    private JsonObject documented() throws IOException {
        String text = Files.readString(Path.of("docs", "operations.md"));
        String policy = text.substring(text.indexOf("```json\n{\n  \"Version\"") + "```json\n".length());
        return new JsonObject(policy.substring(0, policy.indexOf("```")).replace("yivideo", bucket));
    }

    /** As the policy of the bucket, which says whom it is about. */
    private void grant(JsonObject policy) {
        policy.getJsonArray("Statement")
                .forEach(statement -> ((JsonObject) statement)
                        .put(
                                "Principal",
                                new JsonObject().put("AWS", new JsonArray().add("arn:aws:iam:::user/other"))));
        try (MinioAsyncClient owner = MinioClients.open(s3.settings(bucket))) {
            owner.setBucketPolicy(SetBucketPolicyArgs.builder()
                            .bucket(bucket)
                            .config(policy.encode())
                            .build())
                    .join();
        }
    }

    private Erased erase() {
        return TestingMinioStores.erase(store, Duration.ofSeconds(15));
    }

    @Test
    void whatIsDocumentedIsEnough() throws IOException {
        grant(documented());
        await(store.check());
        Erased erased = erase();
        assertThat(erased.failures()).isEmpty();
        assertThat(await(store.survey(TASK)).isEmpty()).isTrue();
        assertThat(s3.everything(bucket)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"s3:DeleteObjectVersion", "s3:AbortMultipartUpload"})
    void withoutARightToDeleteWhatNeedsItStaysAndIsSaid(String right) throws IOException {
        JsonObject policy = documented();
        policy.getJsonArray("Statement").getJsonObject(1).getJsonArray("Action").remove(right);
        grant(policy);
        Erased erased = erase();
        assertDenied(Failure.worthiest(erased.failures()).orElseThrow());
        assertThat(s3.everything(bucket).size()).isGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource({"s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"})
    void withoutARightToListItFailsAndNothingIsTakenForAbsent(String right) throws IOException {
        JsonObject policy = documented();
        policy.getJsonArray("Statement").getJsonObject(0).getJsonArray("Action").remove(right);
        grant(policy);
        Erased erased = erase();
        assertDenied(Failure.worthiest(erased.failures()).orElseThrow());
    }

    @Test
    void withoutAnyItIsDenied() {
        assertDenied(store.explain(failureOf(store.survey(TASK))));
    }

    private static void assertDenied(Failure why) {
        assertThat(why.code()).isEqualTo(FailureCode.ACCESS_DENIED);
        assertThat(why.retriable()).isFalse();
    }
}
