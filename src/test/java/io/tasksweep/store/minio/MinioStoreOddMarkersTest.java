package io.tasksweep.store.minio;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Unit;
import io.tasksweep.store.minio.HostileS3.Answer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that XML cannot hold, where one of them is the place at which a listing goes on: Ceph writes that as it is (F48). */
class MinioStoreOddMarkersTest extends AgainstHostileS3 {
    private final CephS3 ceph = new CephS3(s3);

    @BeforeEach
    void listAsCephDoes() {
        s3.trick(ceph);
    }

    static List<String> oddNames() {
        return List.of(
                "\u0001a",
                "a\u0001\u009B",
                "\u0001\u0085\u2028",
                "a\f",
                "\u0000",
                "\uFFFE",
                "\uFFFF",
                "\r",
                "a+%2F\u0001",
                "%\u0001");
    }

    private void assertAllGo(long objects, long uploads) {
        Erased erased = erase();
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(objects);
        assertThat(erased.gone().get(Unit.UPLOADS)).isEqualTo(uploads);
        assertThat(s3.keys()).isEmpty();
        assertThat(ceph.uploads()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    @Tag("F48")
    void f48ALookThatBreaksOffAtOneSeesIt(String name) {
        s3.put("task-1/" + name);
        s3.put("task-1/😀");
        assertThat(await(store.survey(TASK)).isEmpty()).isFalse();
        assertAllGo(2, 0);
        assertThat(await(store.survey(TASK)).isEmpty()).isTrue();
    }

    /** Of 2 001 objects no. 1 000 and no. 2 000. */
    private void putPagesThatEndWith(String name) {
        IntStream.range(0, 999).forEach(n -> s3.put("task-1/a/%04d".formatted(n)));
        s3.put("task-1/b/" + name);
        IntStream.range(0, 999).forEach(n -> s3.put("task-1/c/%04d".formatted(n)));
        s3.put("task-1/d/" + name);
        s3.put("task-1/e");
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    @Tag("F48")
    void f48PagesThatEndAtOneAreFollowed(String name) {
        putPagesThatEndWith(name);
        assertAllGo(2_001, 0);
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    @Tag("F48")
    void f48PagesOfPlainListingsToo(String name) {
        putPagesThatEndWith(name);
        s3.first(request -> request.query().containsKey("versions")
                ? Optional.of(Answer.error(501, "NotImplemented"))
                : Optional.empty());
        assertAllGo(2_001, 0);
    }

    /** A marker in no URL form that reads like one, on pages whose keys had to be asked for in that form. */
    @ParameterizedTest
    @ValueSource(strings = {"+", "%20", "%"})
    @Tag("F48")
    void f48PagesThatEndAtWhatLooksEncodedAreFollowed(String name) {
        IntStream.range(0, 7_001)
                .forEach(n -> s3.put("task-1/a" + name + "%04d".formatted(n) + (n % 1_000 == 7 ? "\u0001" : "")));
        assertAllGo(7_001, 0);
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    @Tag("F48")
    void f48AnUploadThatIsTheOnlyOne(String name) {
        ceph.startUpload("task-1/" + name);
        assertThat(await(store.survey(TASK)).isEmpty()).isFalse();
        assertAllGo(0, 1);
    }

    @Test
    @Tag("F48")
    void f48UploadsBesideObjects() {
        Stream.of("task-1/a", "task-1/b\u0001", "task-1/c").forEach(s3::put);
        IntStream.range(0, 1_002).forEach(n -> ceph.startUpload("task-1/u%04d\u0001".formatted(n)));
        assertAllGo(3, 1_002);
    }
}
