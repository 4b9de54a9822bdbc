package io.tasksweep.store.minio;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.tasksweep.store.ResourceStoreContract;
import io.tasksweep.testing.TestingS3;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On S3Proxy, which has no versions and no list of uploads: plain listing has to do (F46). */
class MinioStoreTest extends ResourceStoreContract {
    private static TestingS3 s3;
    private static TestingMinioStores stores;
    private static MinioStore store;

    @BeforeAll
    static void start() {
        s3 = TestingS3.start();
        stores = new TestingMinioStores();
        store = stores.open(s3.port(), TestingS3.BUCKET);
    }

    @AfterAll
    static void stop() {
        stores.close();
        s3.close();
    }

    @BeforeEach
    void clear() {
        s3.clear();
    }

    @Override
    protected ResourceStore store() {
        return store;
    }

    @Override
    protected void seed(TaskId taskId) {
        for (String name :
                List.of("input.mp4", "frames/000001.jpg", "frames/000002.jpg", "audio/a.wav", "result.json")) {
            s3.put(taskId + "/" + name, "content of " + name);
        }
    }

    @Override
    protected boolean deletesNothingTooLate() {
        return true;
    }

    @Override
    protected SortedMap<String, String> snapshot() {
        return s3.objects();
    }

    @Override
    protected boolean holds(TaskId taskId) {
        return s3.objects().keySet().stream().anyMatch(key -> key.startsWith(taskId + "/"));
    }

    @Test
    void moreObjectsThanOneListingAndOneBatchHold() {
        IntStream.range(0, 2_500).forEach(n -> s3.put("task-1/frames/%06d.jpg".formatted(n), "frame"));
        Erased erased = erase(TASK);
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(2_500);
        assertThat(erased.gone().get(Unit.BYTES)).isEqualTo(2_500 * 5);
        assertThat(erased.left()).isPresent();
        assertThat(s3.objects()).isEmpty();
    }

    static List<String> f47OddNames() {
        return List.of(
                "a b",
                " lead",
                "trail ",
                "a+b",
                "a%b",
                "a%2Fb",
                "a%20b",
                "&<>\"'",
                "]]>",
                "😀/🎬.mp4",
                "caf\u00e9",
                "cafe\u0301",
                "/double",
                "//triple",
                "a//b",
                "folder/",
                "./dot",
                "../dots",
                "a/./b",
                "a/../b",
                ".",
                "..",
                "*?[a]\\",
                "ü".repeat(400),
                "x".repeat(1024 - "task-1/".length()));
    }

    @ParameterizedTest
    @MethodSource("f47OddNames")
    @Tag("F47")
    void f47AnOddNameGoesAndItsLookAlikesStay(String name) {
        s3.put("task-10/" + name, "neighbour");
        SortedMap<String, String> before = s3.objects();
        s3.put("task-1/" + name, "odd");
        Erased erased = erase(TASK);
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(1);
        assertThat(s3.objects()).isEqualTo(before);
    }

    @Test
    @Tag("F47")
    void f47AllOddNamesTogether() {
        f47OddNames().forEach(name -> s3.put("task-1/" + name, "odd"));
        Erased erased = erase(TASK);
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(f47OddNames().size());
        assertThat(s3.objects()).isEmpty();
    }

    @Test
    @Tag("F48")
    void f48AKeyThatXmlCannotHoldGoesAloneAndSpoilsNoBatch() {
        s3.put("task-1/a\u0001b", "odd");
        s3.put("task-1/line\nbreak", "odd");
        s3.put("task-1/\uFFFE", "odd");
        s3.put("task-1/plain", "plain");
        Erased erased = erase(TASK);
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(4);
        assertThat(s3.objects()).isEmpty();
    }

    @Test
    @Tag("F48")
    void f48AKeyThatNeitherXmlNorAUrlCanHoldIsNamedAndStays() {
        s3.put("task-1/a//b\u0001", "odd");
        s3.put("task-1/plain", "plain");
        Erased erased = erase(TASK);
        assertThat(s3.objects()).containsOnlyKeys("task-1/a//b\u0001");
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(1);
        assertThat(erased.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.UNSUPPORTED);
            assertThat(failure.message())
                    .contains("client cannot name", "by hand", "'a//b?'")
                    .doesNotContain("task-1", "store");
        });
    }

    @Test
    void severalPrefixesAreAllEmptied() {
        try (MinioStore two = stores.open(s3.port(), TestingS3.BUCKET, List.of("{task_id}/", "_archive/{task_id}/"))) {
            s3.put("_archive/task-10/old", "neighbour");
            SortedMap<String, String> before = s3.objects();
            seed(TASK);
            s3.put("_archive/task-1/old", "old");
            Erased erased = await(two.erase(deletion(TASK), Evidence.of(Unit.OBJECTS, 1)));
            assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(6);
            assertThat(erased.left()).as("known of both at one time").isEmpty();
            assertThat(s3.objects()).isEqualTo(before);
        }
    }

    @Test
    void theCheckSucceedsOnAReachableBucket() {
        await(store.check());
    }

    @Test
    @Tag("F45")
    void f45AMissingBucketIsSaidAndNoRepeatHelps() {
        assertThat(whyItFails(stores.open(s3.port(), "elsewhere")).code()).isEqualTo(FailureCode.BUCKET_MISSING);
    }

    @Test
    @Tag("F45")
    void f45AWrongSecretIsSaidAndNoRepeatHelps() {
        assertThat(whyItFails(stores.openWith(s3.port(), TestingS3.ACCESS_KEY, "a-wrong-secret"))
                        .retriable())
                .isFalse();
    }

    @Test
    @Tag("F45")
    void f45AWrongKeyIsSaidAndNoRepeatHelps() {
        assertThat(whyItFails(stores.openWith(s3.port(), "nobody", TestingS3.SECRET_KEY))
                        .retriable())
                .isFalse();
    }

    private static Failure whyItFails(MinioStore broken) {
        try (broken) {
            Failure why = broken.explain(failureOf(broken.survey(TASK)));
            assertThat(broken.explain(failureOf(broken.check()))).isEqualTo(why);
            assertThat(await(broken.erase(deletion(TASK), Evidence.of(Unit.OBJECTS, 1)))
                            .failures())
                    .containsExactly(why);
            return why;
        }
    }
}
