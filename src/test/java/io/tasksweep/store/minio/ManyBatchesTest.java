package io.tasksweep.store.minio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Erased;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import io.tasksweep.store.minio.HostileS3.Answer;
import io.tasksweep.store.minio.HostileS3.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pages are listed while batches are deleted. Whatever becomes of one in the middle, the others go, and the count is exact. */
class ManyBatchesTest extends AgainstHostileS3 {
    private static final int BATCHES = 4;
    private static final int OBJECTS = BATCHES * Page.MOST;

    ManyBatchesTest() {
        super(LONG);
        s3.holding(OBJECTS);
    }

    private static String key(int number) {
        return "task-1/frames/%06d.jpg".formatted(number);
    }

    /** Whether that is the deletion of the page of that number, the first being 0. */
    private static boolean deletes(Request request, int page) {
        return request.deletes() && request.keys().contains(key(page * Page.MOST));
    }

    private List<Request> deletions() {
        return s3.requests().stream().filter(Request::deletes).toList();
    }

    private static Optional<Answer> unless(boolean answered, Answer answer) {
        return answered ? Optional.empty() : Optional.of(answer);
    }

    private static void assertAllGone(Erased erased) {
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(OBJECTS);
        assertThat(erased.gone().get(Unit.BYTES)).isEqualTo(7L * OBJECTS);
        assertThat(erased.left())
                .hasValueSatisfying(left -> assertThat(left.isEmpty()).isTrue());
    }

    @Test
    void theNextPageIsListedBeforeABatchIsAnswered() {
        CountDownLatch third = new CountDownLatch(3);
        AtomicInteger inTime = new AtomicInteger();
        s3.trick(request -> {
            if (request.lists()) {
                third.countDown();
            } else if (deletes(request, 0) && happens(third)) {
                inTime.incrementAndGet();
            }
            return Optional.empty();
        });
        assertAllGone(erase(LONG));
        assertThat(inTime).hasValue(1);
    }

    private static boolean happens(CountDownLatch event) {
        try {
            return event.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void asManyAreUnderWayAsMayBeAndNoMore() {
        CyclicBarrier all = new CyclicBarrier(InFlight.MOST);
        AtomicInteger met = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        s3.trick(request -> {
            if (!request.deletes()) {
                return Optional.empty();
            }
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            met.addAndGet(meet(all));
            Answer answer = s3.delete(request, Map.of());
            now.decrementAndGet();
            return Optional.of(answer);
        });
        assertAllGone(erase(LONG));
        assertThat(most).hasValue(InFlight.MOST);
        assertThat(met).hasValue(BATCHES);
    }

    private static int meet(CyclicBarrier others) {
        try {
            others.await(10, TimeUnit.SECONDS);
            return 1;
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            return 0;
        }
    }

    @Test
    void noPageGoesBeforeTheOneAfterItIsListed() {
        assertAllGone(erase(LONG));
        for (int page = 0; page < BATCHES - 1; page++) {
            int deleted = page;
            long listed = s3.requests().stream()
                    .takeWhile(request -> !deletes(request, deleted))
                    .filter(Request::lists)
                    .count();
            assertThat(listed).isGreaterThanOrEqualTo(page + 2);
        }
    }

    @Test
    void oneThatFailsKeepsNoOtherFromGoingAndTheNextPassMendsIt() {
        AtomicInteger failed = new AtomicInteger();
        s3.trick(request -> deletes(request, 1)
                ? unless(failed.getAndIncrement() > 0, Answer.error(500, "InternalError"))
                : Optional.empty());
        assertAllGone(erase(LONG));
        assertThat(deletions()).hasSize(BATCHES + 1);
    }

    @Test
    void oneThatAlwaysFailsIsAllThatStays() {
        s3.always(request -> deletes(request, 1), Answer.error(500, "InternalError"));
        Erased erased = erase(LONG);
        assertThat(s3.keys())
                .containsExactlyElementsOf(IntStream.range(Page.MOST, 2 * Page.MOST)
                        .mapToObj(ManyBatchesTest::key)
                        .toList());
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(OBJECTS - Page.MOST);
        assertThat(erased.failures())
                .singleElement()
                .satisfies(why -> assertThat(why.code()).isEqualTo(FailureCode.UNAVAILABLE));
        assertThat(erased.left()).isEmpty();
    }

    @Test
    void oneWhoseAnswerIsLostIsCountedOnceItIsSeenToBeGone() {
        s3.trick(request -> {
            if (deletes(request, 1)) {
                s3.delete(request, Map.of());
                return Optional.of(new Answer(502, "bad gateway", Map.of()));
            }
            return Optional.empty();
        });
        assertAllGone(erase(LONG));
        assertThat(deletions()).hasSize(BATCHES);
    }

    @Test
    void oneThatIsPutOffIsSentAgain() {
        AtomicInteger failed = new AtomicInteger();
        s3.trick(request -> deletes(request, 1)
                ? unless(failed.getAndIncrement() > 1, Answer.error(503, "SlowDown"))
                : Optional.empty());
        assertAllGone(erase(LONG));
        assertThat(deletions()).hasSize(BATCHES + 2);
    }

    @Test
    void oneThatHangsEndsItAtTheDeadlineAndWhatHasBeenAnsweredCounts() {
        CountDownLatch never = new CountDownLatch(1);
        s3.trick(request -> deletes(request, 1) && !happens(never)
                ? Optional.of(new Answer(502, "too late", Map.of()))
                : Optional.empty());
        long before = System.nanoTime();
        Erased erased = erase(Duration.ofSeconds(3));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(erased.failures())
                .singleElement()
                .satisfies(why -> assertThat(why.code()).isEqualTo(FailureCode.TIMEOUT));
        assertThat(s3.keys()).hasSize(2 * Page.MOST);
        assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(OBJECTS - 2 * Page.MOST);
        assertThat(erased.left()).isEmpty();
    }

    @Test
    void allCanComeOnAFewConnections() {
        for (int round = 0; round < 5; round++) {
            s3.holding(OBJECTS);
            assertAllGone(erase(LONG));
        }
        assertThat(s3.connections()).isLessThanOrEqualTo(1 + InFlight.MOST);
    }
}
