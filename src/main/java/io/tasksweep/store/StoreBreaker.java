package io.tasksweep.store;

import io.tasksweep.deletion.StoreResting;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.TimeoutException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a store that answers nobody cost one time-out, and not one for each request. It opens when the store has been silent for a
 * second and has answered nothing since the question that is given up was put: one slow answer among quick ones opens nothing.
 * While it is open a question waits for the trial only, a call of the store's check that all who come meanwhile share, and no longer
 * than half a second; the store is asked again as soon as it has answered one, even one that nobody waits for any more. May
 * be used from any thread.
 */
public final class StoreBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(StoreBreaker.class);
    private static final long SILENT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long TRIAL_PATIENCE_MILLIS = 500;
    private static final long TRIAL_PAUSE_MILLIS = 50;
    private static final int TRIALS = 3;
    /** The trial is made when somebody asks, not by the clock: the sweeper asks every few seconds in any case. */
    private static final long HALF_OPEN_AFTER_MILLIS = 1;

    /** Trials that hang on a line that is gone keep no later one from being made, up to so many. */
    private static final int MOST_HANGING = 4;

    private final Vertx vertx;
    private final CircuitBreaker breaker;
    private final Supplier<Future<Void>> check;
    private final Predicate<Throwable> silence;
    private final long limitMillis;
    /** A time-out that is heard of that late says that this process stood still, and nothing of the store. */
    private final long overslept;

    private volatile Promise<Void> halfOpen = Promise.promise();
    private final AtomicInteger hanging = new AtomicInteger();
    private Future<Void> trial = Future.succeededFuture();
    private long answeredNanos = System.nanoTime() - SILENT_NANOS; // no answer yet, and no silence
    private long silentSinceNanos;
    private boolean silent;

    /**
     * Closed at first.
     *
     * @param check the cheapest question there is
     * @param silence whether a failure means that nobody has answered; any other failure is an answer
     * @param limit after which a question that is still open counts as not answered; its asker may go on waiting
     */
    public StoreBreaker(
            Vertx vertx, String name, Supplier<Future<Void>> check, Predicate<Throwable> silence, Duration limit) {
        this.vertx = vertx;
        this.check = check;
        this.silence = cause -> cause instanceof java.util.concurrent.TimeoutException
                || cause instanceof TimeoutException
                || silence.test(cause);
        this.limitMillis = limit.toMillis();
        this.overslept = limit.toNanos() + SILENT_NANOS;
        this.breaker = CircuitBreaker.create(
                        name,
                        vertx,
                        new CircuitBreakerOptions()
                                .setMaxFailures(1)
                                .setTimeout(TRIAL_PATIENCE_MILLIS)
                                .setResetTimeout(HALF_OPEN_AFTER_MILLIS))
                .<Void>failurePolicy(ended -> ended.failed() && this.silence.test(ended.cause()))
                .openHandler(opened -> halfOpen = halfOpen.future().isComplete() ? Promise.promise() : halfOpen)
                .halfOpenHandler(half -> letTry(halfOpen))
                .closeHandler(closed -> LOG.info("{} answers again", name));
    }

    /** In a turn of its own: {@code CircuitBreaker} calls this holding its lock, and what waits takes ours, under which others ask it. */
    private void letTry(Promise<Void> waiting) {
        vertx.runOnContext(unlocked -> waiting.tryComplete());
    }

    /** The store's answer; fails with {@link StoreResting} where it is not asked. */
    public <T> Future<T> ask(Supplier<Future<T>> question) {
        return isResting() ? here(tried()).compose(up -> watched(question)) : watched(question);
    }

    /** Likewise for work that takes its time and ends at a deadline of its own: how long it takes says nothing. */
    <T> Future<T> work(Supplier<Future<T>> work) {
        return isResting() ? Future.failedFuture(new StoreResting()) : work.get();
    }

    /** That work has been answered to its end. */
    synchronized void answered() {
        answeredNanos = System.nanoTime();
        silent = false;
    }

    /** Whether it has answered within the last second, and nothing says that it does not now. */
    synchronized boolean isAnswering() {
        return !isResting() && !silent && System.nanoTime() - answeredNanos < SILENT_NANOS;
    }

    public Future<Void> check() {
        return ask(check);
    }

    /** Whether the store is not waited for at the moment. */
    public boolean isResting() {
        return breaker.state() != CircuitBreakerState.CLOSED;
    }

    /** A trial is shared with who asks from another event loop: each goes on on its own. */
    private static Future<Void> here(Future<Void> shared) {
        Context context = Vertx.currentContext();
        return context == null ? shared : Future.fromCompletionStage(shared.toCompletionStage(), context);
    }

    private Future<Void> tried() {
        return tried(TRIALS)
                .timeout(TRIAL_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .transform(ended ->
                        isResting() ? Future.failedFuture(new StoreResting()) : Future.<Void>succeededFuture());
    }

    /** A trial that fails at once may have been made on a line that is gone since: that says nothing of a new one. */
    private Future<Void> tried(int more) {
        return trial().recover(cause -> more <= 1 || cause instanceof TimeoutException
                ? Future.failedFuture(cause)
                : vertx.timer(TRIAL_PAUSE_MILLIS, TimeUnit.MILLISECONDS).compose(waited -> tried(more - 1)));
    }

    private synchronized Future<Void> trial() {
        if (trial.isComplete() && hanging.get() < MOST_HANGING) {
            trial = halfOpen.future().compose(half -> asked());
        }
        return trial;
    }

    /** Where it has been closed meanwhile, a slow answer must not open it again. */
    private Future<Void> asked() {
        hanging.incrementAndGet();
        Future<Void> answer =
                Future.succeededFuture(check).compose(Supplier::get).onComplete(ended -> hanging.decrementAndGet());
        return isResting() ? watchedTrial(answer) : answer;
    }

    private Future<Void> watchedTrial(Future<Void> answer) {
        return breaker.execute(() -> answer).onFailure(givenUp -> answer.onSuccess(up -> close()));
    }

    /** The breaker takes no such word while it is open, as it may be again since we looked. */
    private void close() {
        halfOpen.future().onSuccess(half -> {
            breaker.reset();
            if (isResting()) {
                close();
            }
        });
    }

    private <T> Future<T> watched(Supplier<Future<T>> question) {
        long asked = System.nanoTime();
        Future<T> answer = question.get();
        answer.timeout(limitMillis, TimeUnit.MILLISECONDS).onComplete(ended -> note(asked, ended));
        return answer;
    }

    private synchronized void note(long asked, AsyncResult<?> ended) {
        long now = System.nanoTime();
        if (ended.succeeded() || !silence.test(ended.cause())) {
            answered();
        } else if (now - asked > overslept) {
            LOG.info("This process stood still; whether {} answers is not known", breaker.name());
        } else if (answeredNanos - asked <= 0) {
            silentSinceNanos = silent ? Math.min(silentSinceNanos, asked) : asked;
            silent = true;
            if (!isResting() && now - silentSinceNanos >= SILENT_NANOS) {
                LOG.warn(
                        "{} does not answer: its circuit breaker is open, and requests do not wait for it",
                        breaker.name());
                breaker.open();
            }
        }
    }
}
