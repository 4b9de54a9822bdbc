package io.tasksweep.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InPartsTest {
    private final List<List<String>> begun = new ArrayList<>();
    private final List<Promise<Void>> underWay = new ArrayList<>();

    private static List<byte[]> keys(int many) {
        return IntStream.range(0, many)
                .mapToObj(number -> ("key-" + number).getBytes(UTF_8))
                .toList();
    }

    private Future<Void> work(List<byte[]> part) {
        begun.add(part.stream().map(key -> new String(key, UTF_8)).toList());
        Promise<Void> done = Promise.promise();
        underWay.add(done);
        return done.future();
    }

    @Test
    void twoPartsAreUnderWayAndTheNextBeginsWhenOneHasEnded() {
        Future<Void> all = InParts.of(keys(5), 2, this::work);
        assertThat(begun).containsExactly(List.of("key-0", "key-1"), List.of("key-2", "key-3"));

        underWay.get(1).complete();
        assertThat(begun).hasSize(3).last().isEqualTo(List.of("key-4"));
        underWay.get(0).complete();
        assertThat(all.isComplete()).isFalse();
        underWay.get(2).complete();
        assertThat(all.succeeded()).isTrue();
    }

    @Test
    void theFirstFailureIsToldWhenTheOtherPartHasEndedAndNoFurtherOneBegins() {
        Future<Void> all = InParts.of(keys(9), 2, this::work);
        underWay.get(1).fail("READONLY");
        assertThat(all.isComplete()).isFalse();

        underWay.get(0).fail("late");
        assertThat(all.cause()).hasMessage("READONLY");
        assertThat(begun).hasSize(2);
    }

    @Test
    void whatIsThrownIsAFailureAndWhatEndsAtOnceIsNone() {
        assertThat(InParts.of(keys(1), 1, part -> {
                            throw new IllegalStateException("a bug");
                        })
                        .cause())
                .hasMessage("a bug");
        assertThat(InParts.of(keys(100_000), 1, part -> Future.succeededFuture())
                        .succeeded())
                .isTrue();
        assertThat(InParts.of(keys(0), 1, this::work).succeeded()).isTrue();
        assertThat(begun).isEmpty();
    }
}
