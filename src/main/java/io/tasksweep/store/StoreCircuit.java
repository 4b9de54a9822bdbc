package io.tasksweep.store;

import io.tasksweep.deletion.CircuitOpen;
import io.tasksweep.domain.Failure;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the cost of a store that answers nobody to one time-out, instead of one per request. The breaker opens when the store has been
 * silent for a second and has answered nothing since the timed-out question was asked, so one slow answer among quick ones does not open
 * it. While the breaker is open, a question waits at most half a second for a trial: a call of the store's check, shared by all who wait.
 * The store is asked again as soon as a trial is answered, even one that nobody waits for any more. May be used from any thread.
 */
public final class StoreCircuit {
    private static final Logger LOG = LoggerFactory.getLogger(StoreCircuit.class);
    private static final long SILENT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long TRIAL_PATIENCE_MILLIS = 500;
    private static final long TRIAL_PAUSE_MILLIS = 50;
    private static final int TRIALS = 3;
    /** Trials are made when somebody asks, not by a timer: the sweeper asks every few seconds in any case. */
    private static final long HALF_OPEN_AFTER_MILLIS = 1;

    /** Trials may hang on a dead connection. Up to this many hanging trials do not prevent a new one. */
    private static final int MOST_HANGING = 4;

    private final Vertx vertx;
    private final CircuitBreaker breaker;
    private final Supplier<Future<Void>> check;
    private final Predicate<Throwable> silence;
    private final long limitMillis;
    /** A time-out noticed later than this after its question, in nanoseconds, means that this process stood still: no word on the store. */
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
     * @param limit time after which an open question counts as unanswered; its caller may keep waiting
     */
    public StoreCircuit(
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

    /**
     * Runs in a turn of its own: {@code CircuitBreaker} calls the handler while holding its lock, and the waiting trials take our lock,
     * under which other threads call the breaker.
     */
    private void letTry(Promise<Void> waiting) {
        vertx.runOnContext(unlocked -> waiting.tryComplete());
    }

    /** Returns the store's answer. Fails with {@link CircuitOpen} if the store is not asked. */
    public <T> Future<T> ask(Supplier<Future<T>> question) {
        return isOpen() ? here(tried()).compose(up -> watched(question)) : watched(question);
    }

    /**
     * Like {@link #ask}, but for work with a deadline of its own, whose duration says nothing about the store. Does not wait for a trial.
     */
    <T> Future<T> work(Supplier<Future<T>> work) {
        return isOpen() ? Future.failedFuture(new CircuitOpen()) : work.get();
    }

    /** What a failure means that came through a breaker: the breaker's own says so itself, the adapter explains all others. */
    static Failure explain(Throwable cause, Function<Throwable, Failure> adapter) {
        return cause instanceof CircuitOpen open ? open.failure() : adapter.apply(cause);
    }

    /** Records that the store has answered, for example that work has run to its end. */
    synchronized void answered() {
        answeredNanos = System.nanoTime();
        silent = false;
    }

    /** Whether the store has answered within the last second, and nothing suggests that it has stopped since. */
    synchronized boolean isAnswering() {
        return !isOpen() && !silent && System.nanoTime() - answeredNanos < SILENT_NANOS;
    }

    public Future<Void> check() {
        return ask(check);
    }

    /** Whether the breaker is open or half open, so that nobody waits for the store. */
    public boolean isOpen() {
        return breaker.state() != CircuitBreakerState.CLOSED;
    }

    /** A trial is shared by callers on several event loops: each continues on its own context. */
    private static Future<Void> here(Future<Void> shared) {
        Context context = Vertx.currentContext();
        return context == null ? shared : Future.fromCompletionStage(shared.toCompletionStage(), context);
    }

    private Future<Void> tried() {
        return tried(TRIALS)
                .timeout(TRIAL_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .transform(ended -> isOpen() ? Future.failedFuture(new CircuitOpen()) : Future.<Void>succeededFuture());
    }

    /** A trial that fails at once may have used a connection that is already dead. That says nothing about a new one. */
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

    /** If the breaker has been closed meanwhile, the trial bypasses it: a slow answer must not open it again. */
    private Future<Void> asked() {
        hanging.incrementAndGet();
        Future<Void> answer =
                Future.succeededFuture(check).compose(Supplier::get).onComplete(ended -> hanging.decrementAndGet());
        return isOpen() ? watchedTrial(answer) : answer;
    }

    private Future<Void> watchedTrial(Future<Void> answer) {
        return breaker.execute(() -> answer).onFailure(givenUp -> answer.onSuccess(up -> close()));
    }

    /** {@code reset} has no effect while the breaker is open, and it may have opened again since we looked. */
    private void close() {
        halfOpen.future().onSuccess(half -> {
            breaker.reset();
            if (isOpen()) {
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
            if (!isOpen() && now - silentSinceNanos >= SILENT_NANOS) {
                LOG.warn(
                        "{} does not answer: its circuit breaker is open, and requests do not wait for it",
                        breaker.name());
                breaker.open();
            }
        }
    }
}
