package io.tasksweep.store;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.CircuitOpen;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.testing.Awaiting;
import io.tasksweep.testing.Background;
import io.tasksweep.testing.TestingRegistry;
import io.tasksweep.testing.TestingStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StoreCircuitTest {
    private static final Duration LIMIT = Duration.ofMillis(1_200);
    private static final int MOST_HANGING = 4;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger checked = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private Supplier<Future<String>> store = Future::succeededFuture;
    private Supplier<Future<Void>> check = Future::succeededFuture;
    private final StoreCircuit circuit = closed();

    private StoreCircuit closed() {
        return new StoreCircuit(
                vertx,
                "store",
                () -> {
                    checked.incrementAndGet();
                    return check.get();
                },
                cause -> cause instanceof ConnectException,
                LIMIT);
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private Future<String> ask() {
        return circuit.ask(() -> {
            asked.incrementAndGet();
            return store.get();
        });
    }

    private static <T> Future<T> refused() {
        return Future.failedFuture(new ConnectException("refused"));
    }

    private <T> Future<T> silent() {
        return Promise.<T>promise().future().timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void die() {
        store = this::silent;
        check = StoreCircuitTest::refused;
        failureOf(ask());
        until(circuit::isOpen);
    }

    @Test
    void aDeadStoreCostsOneTimeoutForTwentyRequests() {
        long begin = System.nanoTime();
        store = this::silent;
        check = StoreCircuitTest::refused;
        List<Throwable> causes =
                Stream.generate(() -> failureOf(ask())).limit(20).toList();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT.multipliedBy(5));
        assertThat(asked).hasValue(1);
        assertThat(causes.subList(1, 20))
                .allMatch(cause ->
                        cause instanceof CircuitOpen open && open.failure().retriable());
    }

    /** The thread on which the time-out would be heard is busy until long after it. */
    @Test
    @Tag("F56")
    void ownStandingStillIsNoSilenceOfTheStore() {
        ContextInternal standing = ((VertxInternal) vertx).createWorkerContext();
        Promise<Void> over = Promise.promise();
        Promise<Void> heard = Promise.promise();
        standing.runOnContext(asking -> {
            circuit.ask(() -> standing.<String>promise().future());
            until(over.future()::isComplete);
            standing.runOnContext(behindTheTimeout -> heard.complete());
        });
        vertx.setTimer(LIMIT.toMillis() + 1_100, longAfter -> over.complete());
        await(heard.future());
        assertThat(circuit.isOpen()).isFalse();
        assertThat(circuit.isAnswering()).as("nor an answer").isFalse();
    }

    @Test
    void itAnswersOnceItHasAndUntilItDoesNot() {
        assertThat(circuit.isAnswering()).isFalse();
        store = () -> Future.succeededFuture("here");
        await(ask());
        assertThat(circuit.isAnswering()).isTrue();
        store = () -> Future.failedFuture(new ConnectException("refused"));
        failureOf(ask());
        assertThat(circuit.isAnswering()).isFalse();
        circuit.answered();
        assertThat(circuit.isAnswering()).isTrue();
        until(() -> !circuit.isAnswering()); // a second later
        die();
        assertThat(circuit.isAnswering()).isFalse();
    }

    @Test
    void itIsAskedAgainAsSoonAsItAnswers() {
        die();
        assertThat(failureOf(ask())).isInstanceOf(CircuitOpen.class);
        store = () -> Future.succeededFuture("back");
        check = Future::succeededFuture;
        assertThat(await(ask())).isEqualTo("back");
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void anAnswerThatComesTooLateForItsTrialCountsAllTheSame() {
        die();
        Promise<Void> late = Promise.promise();
        check = late::future;
        assertThat(failureOf(ask())).isInstanceOf(CircuitOpen.class);
        late.complete();
        until(() -> !circuit.isOpen());
    }

    @Test
    void anAnswerAtTheMomentWhenItsTrialIsGivenUpCountsAllTheSame() {
        List<StoreCircuit> all = Stream.generate(this::closed).limit(200).toList();
        all.stream().map(one -> one.ask(this::<String>silent)).toList().forEach(Awaiting::failureOf);
        until(() -> all.stream().allMatch(StoreCircuit::isOpen));
        AtomicInteger turn = new AtomicInteger();
        check = () -> vertx.timer(490 + turn.incrementAndGet() % 20, TimeUnit.MILLISECONDS)
                .mapEmpty();
        all.forEach(one -> one.ask(Future::succeededFuture));
        until(() -> all.stream().noneMatch(StoreCircuit::isOpen));
    }

    @Test
    void whoSharesATrialGoesOnOnItsOwnEventLoop() {
        die();
        Promise<Void> trial = Promise.promise();
        check = trial::future;
        List<Future<Boolean>> all =
                Stream.generate(this::isAtHomeAfterwards).limit(4).toList();
        until(() -> waiting.get() == all.size());
        trial.complete();
        assertThat(all).allMatch(Awaiting::await);
    }

    private Future<Boolean> isAtHomeAfterwards() {
        Context own = ((VertxInternal) vertx).createEventLoopContext();
        Promise<Boolean> home = Promise.promise();
        own.runOnContext(now -> {
            ask().onComplete(ended -> home.complete(Vertx.currentContext() == own));
            waiting.incrementAndGet();
        });
        return home.future();
    }

    @Test
    void trialsThatHangAreFewAndAreForgottenWhenTheyEnd() {
        die();
        Promise<Void> never = Promise.promise();
        check = never::future;
        int before = checked.get();
        Stream.generate(() -> failureOf(ask()))
                .limit(10)
                .forEach(cause -> assertThat(cause).isInstanceOf(CircuitOpen.class));
        assertThat(checked.get() - before).as("all of them still open").isBetween(1, MOST_HANGING);
        never.fail(new TimeoutException());
        check = Future::succeededFuture;
        store = () -> Future.succeededFuture("back");
        until(() -> "back".equals(await(ask().otherwise("resting"))));
    }

    @Test
    void whileItIsTriedOnceAllOthersAreAnsweredSoon() {
        die();
        check = Promise.<Void>promise()::future; // who waited for its end would get no answer
        int before = checked.get();
        List<Future<String>> all =
                IntStream.range(0, 50).mapToObj(each -> ask()).toList();
        all.forEach(one -> assertThat(failureOf(one)).isInstanceOf(CircuitOpen.class));
        assertThat(checked).hasValue(before + 1);
        assertThat(asked).as("the one that found it dead").hasValue(1);
    }

    @Test
    void workIsNotBegunWhileItRests() {
        die();
        assertThat(failureOf(circuit.work(store))).isInstanceOf(CircuitOpen.class);
    }

    @Test
    void whatNobodyDeletesByIsLetGoOfThroughIt() {
        TestingStore objects = new TestingStore(ResourceKind.MINIO);
        new CircuitBreakerStore(objects, circuit).release(Evidence.UNSEEN);
        assertThat(objects.released()).containsExactly(Evidence.UNSEEN);

        TestingRegistry states = new TestingRegistry(new TestingStore(ResourceKind.REDIS));
        CircuitBreakerRegistry registry = new CircuitBreakerRegistry(states, circuit);
        Registered seen = await(registry.look(new TaskId("task-1")));
        assertThat(states.held()).containsExactly(seen);
        registry.release(seen);
        assertThat(states.held()).isEmpty();
    }

    @Test
    void anAnswerThatSaysNoIsAnAnswer() {
        store = () -> Future.failedFuture(new IllegalStateException("NOPERM"));
        Stream.generate(() -> failureOf(ask()))
                .limit(20)
                .forEach(cause -> assertThat(cause).isInstanceOf(IllegalStateException.class));
        assertThat(circuit.isOpen()).isFalse();
        die();
        check = () -> Future.failedFuture(new IllegalStateException("NOPERM"));
        assertThat(failureOf(ask())).as("it was asked").isNotInstanceOf(CircuitOpen.class);
    }

    @Test
    void aQuestionGivenUpWhileOthersAreAnsweredIsNoSilence() {
        store = this::silent;
        Future<String> slow = ask();
        store = () -> Future.succeededFuture("quick");
        await(ask());
        failureOf(slow);
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void aRestartThatIsOverInAMomentIsWaitedOutByAskingAgain() {
        store = StoreCircuitTest::refused;
        check = StoreCircuitTest::refused; // who rested would say so
        Stream.generate(() -> failureOf(ask()))
                .limit(5) // in less than a second, even here
                .forEach(cause -> assertThat(cause).isInstanceOf(ConnectException.class));
        store = () -> Future.succeededFuture("back");
        assertThat(await(ask())).isEqualTo("back");
    }

    @Test
    void aStoreThatRefusesForASecondRests() {
        store = StoreCircuitTest::refused;
        check = StoreCircuitTest::refused;
        until(() -> failureOf(ask()) instanceof CircuitOpen);
        assertThat(circuit.isOpen()).isTrue();
    }

    /** Many, since the trial must be waited for in the moment before the breaker lets it be made. */
    @Test
    void theStoreIsNeverTriedUnderALockThatOthersWaitFor() {
        AtomicInteger tried = new AtomicInteger();
        AtomicInteger locked = new AtomicInteger();
        List<StoreCircuit> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int own = i;
            all.add(new StoreCircuit(
                    vertx,
                    "store",
                    () -> {
                        tried.incrementAndGet();
                        if (isLocked(all.get(own))) {
                            locked.incrementAndGet();
                        }
                        return Future.succeededFuture();
                    },
                    cause -> false,
                    LIMIT));
        }
        all.stream()
                .map(one -> one.ask(this::<String>silent)
                        .recover(late -> one.ask(store))
                        .otherwise("resting"))
                .toList()
                .forEach(Awaiting::await);
        assertThat(tried).hasValueGreaterThan(100);
        assertThat(locked).hasValue(0);
    }

    private static boolean isLocked(StoreCircuit circuit) {
        try {
            Background.run(circuit::isOpen).get(2, TimeUnit.SECONDS);
            return false;
        } catch (InterruptedException | ExecutionException | TimeoutException late) {
            return true;
        }
    }
}
