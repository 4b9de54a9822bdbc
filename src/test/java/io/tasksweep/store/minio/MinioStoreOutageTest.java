package io.tasksweep.store.minio;

import static io.tasksweep.store.minio.TestingMinioStores.TASK;
import static io.tasksweep.store.minio.TestingMinioStores.erase;
import static io.tasksweep.store.minio.TestingMinioStores.only;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import io.tasksweep.store.minio.HostileS3.Answer;
import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.FaultyProxy.Cut;
import io.tasksweep.testing.TestingS3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is away, slow or overloaded. */
class MinioStoreOutageTest {
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration LATENCY = Duration.ofSeconds(2);

    /** Less than a deletion has by default, and enough for each of its questions at that latency. */
    private static final Duration PATIENT = Duration.ofSeconds(40);

    private static final TestingMinioStores STORES = new TestingMinioStores();

    @AfterAll
    static void stop() {
        STORES.close();
    }

    /** What arrived after that might meet a new task; the server has ten times as long otherwise. */
    @Test
    void whatIsUnderWayAtTheDeadlineIsGivenUp() throws IOException {
        Duration limit = Duration.ofSeconds(1);
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                MinioStore store = STORES.openImpatient(silent.getLocalPort(), limit.multipliedBy(10))) {
            assertThat(only(erase(store, limit))).isEqualTo(FailureCode.TIMEOUT);
            try (Socket asked = silent.accept()) {
                asked.setSoTimeout((int) limit.multipliedBy(5).toMillis());
                assertThat(isEnded(asked)).isTrue();
            }
        }
    }

    /** Whether it is closed, or broken off, before the time to read is over. */
    private static boolean isEnded(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes().length > 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    @Tag("F39")
    void f39SlowDownTwiceIsWaitedOut() {
        AtomicInteger listings = new AtomicInteger();
        AtomicInteger deletions = new AtomicInteger();
        try (HostileS3 s3 = new HostileS3().holding(3);
                MinioStore store = STORES.open(s3.port(), TestingS3.BUCKET)) {
            s3.trick(request -> request.lists() && listings.getAndIncrement() < 2 ? slowDown() : Optional.empty());
            s3.trick(request -> request.deletes() && deletions.getAndIncrement() < 2 ? slowDown() : Optional.empty());
            Erased erased = erase(store, LONG);
            assertThat(erased.failures()).isEmpty();
            assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(3);
            assertThat(s3.keys()).isEmpty();
        }
    }

    @Test
    @Tag("F39")
    void f39ThePauseBeforeEachAttemptIsTwiceAsLong() {
        List<Long> asked = new CopyOnWriteArrayList<>();
        try (HostileS3 s3 = new HostileS3().holding(3);
                MinioStore store = STORES.open(s3.port(), TestingS3.BUCKET)) {
            s3.trick(request -> {
                if (request.lists()) {
                    asked.add(System.nanoTime());
                }
                return request.lists() && asked.size() <= 2 ? slowDown() : Optional.empty();
            });
            assertThat(erase(store, LONG).failures()).isEmpty();
        }
        assertThat(Duration.ofNanos(asked.get(1) - asked.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(Duration.ofNanos(asked.get(2) - asked.get(1))).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    @Tag("F39")
    void f39SlowDownForEverIsAnOutage() {
        try (HostileS3 s3 = new HostileS3().holding(3).trick(request -> slowDown());
                MinioStore store = STORES.open(s3.port(), TestingS3.BUCKET)) {
            assertThat(only(erase(store, LONG))).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(s3.requests()).hasSize(3);
            assertThat(store.explain(failureOf(store.survey(TASK))).code()).isEqualTo(FailureCode.UNAVAILABLE);
        }
    }

    @Test
    @Tag("F39")
    void f39ThePauseEndsAtTheDeadline() {
        try (HostileS3 s3 = new HostileS3().trick(request -> slowDown());
                MinioStore store = STORES.open(s3.port(), TestingS3.BUCKET)) {
            erase(store, LONG);
            int patiently = s3.requests().size();
            assertThat(only(erase(store, Duration.ofMillis(90)))).isIn(FailureCode.UNAVAILABLE, FailureCode.TIMEOUT);
            assertThat(s3.requests().size() - patiently).isLessThanOrEqualTo(1);
        }
    }

    private static Optional<Answer> slowDown() {
        return Optional.of(Answer.error(503, "SlowDown"));
    }

    /** A server with three objects of the task, behind a line that can be spoilt. */
    private static final class Remote implements AutoCloseable {
        private final HostileS3 s3 = new HostileS3().holding(3);
        private final FaultyProxy line = FaultyProxy.before(s3.port());
        private final MinioStore store = STORES.open(line.port(), TestingS3.BUCKET);

        private void assertErased() {
            Erased erased = erase(store, PATIENT);
            assertThat(erased.failures()).isEmpty();
            assertThat(erased.gone().get(Unit.OBJECTS)).isEqualTo(3);
            assertThat(s3.keys()).isEmpty();
        }

        @Override
        public void close() {
            store.close();
            line.close();
            s3.close();
        }
    }

    @Test
    @Tag("F37")
    @Tag("faults")
    void f37AnswersThatTakeTwoSecondsAreWaitedFor() {
        try (Remote remote = new Remote()) {
            remote.line.delayReplies(LATENCY);
            long before = System.nanoTime();
            remote.assertErased();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(LATENCY.multipliedBy(4));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    @Tag("F37")
    void f37ALineThatIsResetIsAnOutageAndARepeatFinishes(int bytes) {
        try (Remote remote = new Remote()) {
            remote.line.cutRepliesAfter(bytes, Cut.RESET);
            Failure why = remote.store.explain(failureOf(remote.store.survey(TASK)));
            assertThat(only(erase(remote.store, LONG))).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(why.code()).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(why.retriable()).isTrue();
            assertThat(remote.s3.keys()).hasSize(3);
            remote.line.heal();
            remote.assertErased();
        }
    }

    /** However often it is sent again: it goes through each time, and nobody hears of it. */
    @Test
    @Tag("F40")
    void f40ADeletionCountsByWhatIsListedWhereTheLineBreaksBeforeItsAnswer() {
        try (Remote remote = new Remote()) {
            remote.s3.trick(request -> {
                if (request.deletes()) {
                    remote.line.cutOneReplyAfter(0, Cut.RESET);
                }
                return Optional.empty();
            });
            remote.assertErased();
            assertThat(remote.line.faults()).isPositive();
        }
    }

    @Test
    @Tag("F37")
    void f37NobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (MinioStore alone = STORES.open(port, TestingS3.BUCKET)) {
            assertThat(alone.explain(failureOf(alone.survey(TASK))).code()).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(alone.explain(failureOf(alone.check())).code()).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(only(erase(alone, LONG))).isEqualTo(FailureCode.UNAVAILABLE);
        }
    }

    @Test
    @Tag("F37")
    void f37AServerThatNeverAnswersCostsNoMoreThanTheTimeLimit() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                MinioStore waiting = STORES.openImpatient(silent.getLocalPort(), Duration.ofMillis(300))) {
            long before = System.nanoTime();
            assertThat(waiting.explain(failureOf(waiting.survey(TASK))).code()).isEqualTo(FailureCode.TIMEOUT);
            assertThat(only(erase(waiting, LONG))).isEqualTo(FailureCode.TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    @Tag("F37")
    void f37TheDeadlineEndsAWaitThatTheTimeLimitWouldAllow() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                MinioStore waiting = STORES.openImpatient(silent.getLocalPort(), LONG)) {
            long before = System.nanoTime();
            assertThat(only(erase(waiting, Duration.ofMillis(200)))).isEqualTo(FailureCode.TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        }
    }
}
