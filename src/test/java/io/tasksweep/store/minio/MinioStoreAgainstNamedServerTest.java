package io.tasksweep.store.minio;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.minio.messages.RetentionMode;
import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what S3Proxy has not, on the server that the environment names, see {@link NamedS3}. */
@Tag("named-s3")
class MinioStoreAgainstNamedServerTest extends VersionedBucketContract {
    private static final Duration RETENTION = Duration.ofSeconds(15);

    @Override
    NamedS3 server() {
        return new NamedS3();
    }

    @Test
    void everythingIsCountedAsWhatItWas() {
        seed(TASK);
        Counts gone = erase(TASK).gone();
        assertThat(gone)
                .isEqualTo(Counts.of(Unit.OBJECTS, 2)
                        .plus(Counts.of(Unit.VERSIONS, 2))
                        .plus(Counts.of(Unit.DELETE_MARKERS, 1))
                        .plus(Counts.of(Unit.UPLOADS, 1))
                        .plus(Counts.of(Unit.BYTES, "contentfirstsecondold".length())));
    }

    @Test
    void aBucketWithoutVersionsHasObjectsAndUploads() {
        use(s3.plainBucket());
        seed(TASK);
        Counts gone = erase(TASK).gone();
        assertThat(gone)
                .isEqualTo(Counts.of(Unit.OBJECTS, 2)
                        .plus(Counts.of(Unit.UPLOADS, 1))
                        .plus(Counts.of(Unit.BYTES, "contentsecond".length())));
        assertThat(snapshot()).isEmpty();
    }

    @Test
    @Tag("F42")
    void f42ThreeVersionsAndTwoMarkersOfEachOf600Keys() {
        s3.put(bucket, "task-1/first", "so that pages end between versions of one key");
        for (int round = 0; round < 3; round++) {
            forEachOf600(key -> s3.putLater(bucket, key, "v"));
            if (round < 2) {
                forEachOf600(key -> s3.deleteLater(bucket, key));
            }
        }
        Counts gone = erase(TASK).gone();
        assertThat(gone.get(Unit.OBJECTS)).isEqualTo(601);
        assertThat(gone.get(Unit.VERSIONS)).isEqualTo(1_200);
        assertThat(gone.get(Unit.DELETE_MARKERS)).isEqualTo(1_200);
        assertThat(snapshot()).isEmpty();
    }

    private static void forEachOf600(Function<String, CompletableFuture<?>> request) {
        all(IntStream.range(0, 600)
                .mapToObj("task-1/frames/%04d.jpg"::formatted)
                .map(request));
    }

    private static void all(Stream<CompletableFuture<?>> requests) {
        CompletableFuture.allOf(requests.toArray(CompletableFuture[]::new)).join();
    }

    @Test
    @Tag("F42")
    void f42OnlyMarkersAreLeft() {
        s3.deleteLater(bucket, "task-1/never-there").join();
        assertThat(holds(TASK)).isTrue();
        assertThat(await(store.survey(TASK)).isEmpty()).isFalse();
        assertThat(erase(TASK).gone()).isEqualTo(Counts.of(Unit.DELETE_MARKERS, 1));
        assertThat(snapshot()).isEmpty();
    }

    @Test
    @Tag("F42")
    void f42SuspendedVersionsLeaveNullVersions() {
        s3.put(bucket, "task-1/a", "versioned");
        s3.suspendVersions(bucket);
        s3.put(bucket, "task-1/a", "null version");
        s3.put(bucket, "task-1/b", "null version");
        s3.deleteLater(bucket, "task-1/b").join();
        s3.put(bucket, "task-10/a", "neighbour");
        Counts gone = erase(TASK).gone();
        assertThat(gone.get(Unit.OBJECTS)).isEqualTo(1);
        assertThat(gone.get(Unit.VERSIONS)).isEqualTo(1);
        assertThat(gone.get(Unit.DELETE_MARKERS)).isEqualTo(1);
        assertThat(snapshot())
                .hasSize(1)
                .hasKeySatisfying(new Condition<>(name -> name.startsWith("task-10/"), "the neighbour's"));
    }

    /** A version in COMPLIANCE mode nobody can delete before its time, so that this is short, and the end of it is waited for. */
    @ParameterizedTest
    @EnumSource(RetentionMode.class)
    @Tag("F43")
    void f43LockedVersionsStayUntilTheyAreFreeAndTheRestGoes(RetentionMode mode) {
        use(s3.lockingBucket());
        String kept = s3.put(bucket, "task-1/kept", "one");
        s3.put(bucket, "task-1/kept", "two");
        String held = s3.put(bucket, "task-1/held", "three");
        s3.put(bucket, "task-1/free", "four");
        boolean compliant = mode == RetentionMode.COMPLIANCE;
        s3.retain(bucket, "task-1/kept", kept, mode, compliant ? RETENTION : RETENTION.multipliedBy(40));
        s3.hold(bucket, "task-1/held", held);
        s3.deleteLater(bucket, "task-1/held").join();
        Erased erased = erase(TASK);
        SortedMap<String, String> left = snapshot();
        boolean seen = !await(store.survey(TASK)).isEmpty();
        s3.release(bucket, "task-1/held", held);
        assertThat(left).containsOnlyKeys("task-1/kept false " + kept, "task-1/held false " + held);
        assertThat(seen).isTrue();
        assertThat(erased.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.OBJECT_LOCKED);
            assertThat(failure.message()).contains("'kept'", "'held'").doesNotContain(bucket);
        });
        assertThat(erased.gone().get(Unit.OBJECTS) + erased.gone().get(Unit.VERSIONS))
                .isEqualTo(2);
        if (compliant) {
            until(() -> erase(TASK).failures().isEmpty());
            assertThat(snapshot()).isEmpty();
        }
    }

    @Test
    @Tag("F44")
    void f44OpenUploadsOfTheTaskAreAborted() {
        s3.startUpload(bucket, "task-10/a");
        SortedMap<String, String> before = snapshot();
        List.of("a", "a", "ä +%2F&<>😀", "line\nbreak").forEach(name -> s3.startUpload(bucket, "task-1/" + name));
        Erased erased = erase(TASK);
        assertThat(erased).isEqualTo(new Erased(Counts.of(Unit.UPLOADS, 4), List.of()).leaving(Evidence.NOTHING));
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    @Tag("F47")
    void f47OddNamesInABucketWithoutVersions() {
        use(s3.plainBucket());
        f47OddNames();
    }

    @Test
    @Tag("F47")
    void f47OddNames() {
        s3.post(bucket, "task-10/a//b", "neighbour");
        SortedMap<String, String> before = snapshot();
        List<String> names = MinioStoreTest.f47OddNames();
        names.forEach(name -> s3.post(bucket, "task-1/" + name, "odd"));
        s3.post(bucket, "task-1/a\u0001b", "odd");
        s3.post(bucket, "task-1/\uFFFE", "odd");
        s3.post(bucket, "task-1/tab\tand\nline", "odd");
        Erased erased = erase(TASK);
        assertThat(snapshot()).isEqualTo(before);
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(names.size() + 3);
    }

    @Test
    @Tag("F47")
    void f47PagesThatEndAtOddNames() {
        Function<Integer, CompletableFuture<?>> put = n -> s3.putLater(bucket, "task-1/ä +%2F&<😀" + n, "odd");
        all(IntStream.range(0, 2_100).boxed().map(put));
        Erased erased = erase(TASK);
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(2_100);
        assertThat(snapshot()).isEmpty();
    }

    static List<String> f48OddNames() {
        return List.of("\u0001a", "a\u0001\u009B", "a\f", "\uFFFE", "a\r", "a+%2F\u0001");
    }

    @ParameterizedTest
    @MethodSource("f48OddNames")
    @Tag("F48")
    void f48ALookThatBreaksOffAtAKeyThatXmlCannotHold(String name) {
        use(s3.plainBucket());
        s3.post(bucket, "task-1/" + name, "odd");
        s3.post(bucket, "task-1/b", "plain");
        assertThat(await(store.survey(TASK)).isEmpty()).isFalse();
        assertThat(erase(TASK).gone().get(Unit.OBJECTS)).isEqualTo(2);
        assertThat(await(store.survey(TASK)).isEmpty()).isTrue();
        assertThat(snapshot()).isEmpty();
    }

    /** No. 1 000 of 1 001 is one; in a bucket without versions, and as the only version of its key. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("F48")
    void f48APageThatEndsAtAKeyThatXmlCannotHold(boolean versioned) {
        use(versioned ? bucket : s3.plainBucket());
        all(IntStream.range(0, 999).mapToObj(n -> s3.putLater(bucket, "task-1/%05d".formatted(n), "v")));
        s3.post(bucket, "task-1/00999+\u0001", "odd");
        s3.post(bucket, "task-1/01000", "plain");
        Erased erased = erase(TASK);
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(1_001);
        assertThat(snapshot()).isEmpty();
    }

    /** The first page's keys have to be asked for in URL form, in which its marker is not. */
    @Test
    @Tag("F48")
    void f48PagesThatEndAtWhatLooksEncoded() {
        use(s3.plainBucket());
        all(IntStream.range(0, 6_001).mapToObj(n -> s3.putLater(bucket, "task-1/a+%05d".formatted(n), "v")));
        IntStream.range(0, 6).forEach(n -> s3.post(bucket, "task-1/a+%05d\u0001".formatted(n * 1_000 + 7), "odd"));
        Erased erased = erase(TASK);
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(6_007);
        assertThat(snapshot()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("F48")
    void f48AnUploadWhoseKeyXmlCannotHoldIsTheLastOfItsListing(boolean alone) {
        if (!alone) {
            s3.put(bucket, "task-1/a", "plain");
            s3.startUpload(bucket, "task-1/b");
        }
        s3.startUpload(bucket, "task-1/z\u0001");
        assertThat(await(store.survey(TASK)).isEmpty()).isFalse();
        Erased erased = erase(TASK);
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.UPLOADS)).isEqualTo(alone ? 1 : 2);
        assertThat(snapshot()).isEmpty();
    }

    @Test
    @Tag("F45")
    void f45AMissingBucketAndAWrongSecretAreSaidAndNoRepeatHelps() {
        try (MinioStore elsewhere = stores.open(s3.settings("tasksweep-does-not-exist"));
                MinioStore stranger = stores.open(s3.settings(bucket, "a-wrong-secret"))) {
            assertThat(why(elsewhere).code()).isEqualTo(FailureCode.BUCKET_MISSING);
            assertThat(why(stranger).code()).isIn(FailureCode.ACCESS_DENIED, FailureCode.BAD_CREDENTIALS);
        }
    }

    private static Failure why(MinioStore broken) {
        Failure why = broken.explain(failureOf(broken.check()));
        assertThat(broken.explain(failureOf(broken.survey(TASK)))).isEqualTo(why);
        return why;
    }
}
