package io.tasksweep.store.redis;

import static io.tasksweep.store.redis.SearchedRedis.FIRST;
import static io.tasksweep.store.redis.SearchedRedis.LIMIT;
import static io.tasksweep.store.redis.SearchedRedis.OWN;
import static io.tasksweep.store.redis.SearchedRedis.PAGES;
import static io.tasksweep.store.redis.SearchedRedis.SECOND;
import static io.tasksweep.store.redis.SearchedRedis.into;
import static io.tasksweep.store.redis.SearchedRedis.names;
import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static io.tasksweep.testing.Awaiting.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.TaskId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One pass over the database: who may join it, and who is left behind. */
class ScanPassTest {
    @RegisterExtension
    final SearchedRedis redis = new SearchedRedis();

    @Test
    void namesAreAskedForInThePassItselfAlsoForWhoComesLate() {
        Context context = redis.stores.vertx.getOrCreateContext();
        redis.direct.client.set("exact:task-1", "{}");
        redis.direct.client.set("exact:task-22", "{}");
        List<String> early = names();
        List<String> late = names();
        Masters masters = masters();
        redis.proxy.stopAt("scan", 1);
        Passengers passengers =
                new Passengers(redis.stores.vertx, List.of(knowing("exact:task-1", FIRST, early)), LIMIT, alone -> {});
        ScanPass pass = on(context, () -> new ScanPass(passengers, LIMIT.toNanos(), LIMIT.toNanos()));
        Future<Void> over = on(context, () -> pass.over(masters));
        until(() -> redis.proxy.stopped());
        assertThat(on(context, () -> pass.takes(knowing("exact:task-22", SECOND, late))))
                .isTrue();
        redis.proxy.goOn();
        await(over);

        until(() -> early.contains("exact:task-1") && late.contains("exact:task-22"));
        assertThat(late).doesNotContain("exact:task-1");
        assertThat(new TreeSet<>(early)).as("and no name of another").hasSize(OWN + 1);
        await(masters.close());
    }

    private Search knowing(String name, TaskId taskId, List<String> found) {
        return new Search(
                redis.stores.vertx,
                List.of(name.getBytes(UTF_8)),
                List.of(TestingRedisStores.PATTERNS.get(0).shape(taskId)),
                Optional.empty(),
                into(found));
    }

    @Test
    void whoeverTakesALittleTimeIsNotLeftBehindBecauseAnotherWas() {
        Context context = redis.stores.vertx.getOrCreateContext();
        List<Search> alone = Collections.synchronizedList(new ArrayList<>());
        redis.seed(SECOND);
        Search stuck = redis.searching(FIRST, page -> Promise.<Void>promise().future());
        Search unhurried =
                redis.searching(SECOND, page -> redis.stores.vertx.timer(20).mapEmpty());
        Search without = redis.searching(new TaskId("task-333"), page -> Future.succeededFuture());
        Masters masters = masters();
        ScanPass pass = on(
                context,
                () -> new ScanPass(
                        new Passengers(
                                redis.stores.vertx,
                                List.of(stuck, unhurried, without),
                                Duration.ofSeconds(2),
                                alone::add),
                        0,
                        0));

        await(on(context, () -> pass.over(masters)));
        assertThat(alone).containsExactly(stuck);
        await(masters.close());
    }

    /** The faster one is at the page that waits for the slower one. */
    @Test
    void nobodyIsLeftBehindAsLongAsAllHaveSomethingToDo() {
        Context context = redis.stores.vertx.getOrCreateContext();
        List<Search> alone = Collections.synchronizedList(new ArrayList<>());
        redis.seed(SECOND);
        Gate fast = new Gate();
        Gate slow = new Gate();
        List<Search> both = List.of(redis.searching(FIRST, fast::page), redis.searching(SECOND, slow::page));
        Masters masters = masters();
        ScanPass pass = on(
                context,
                () -> new ScanPass(new Passengers(redis.stores.vertx, both, Duration.ofMillis(1), alone::add), 0, 0));
        Future<Void> over = on(context, () -> pass.over(masters));
        until(() -> fast.waiting() == 1 && redis.scans() == 3);
        fast.next();
        until(() -> fast.waiting() == 1 && slow.waiting() == 1);
        await(redis.stores.vertx.timer(20));

        assertThat(alone).isEmpty();
        fast.open();
        slow.open();
        await(over);
        await(masters.close());
    }

    /** Somebody who takes a page when he is told to. */
    private static final class Gate {
        private final List<Promise<Void>> waiting = new ArrayList<>();
        private boolean open;

        private synchronized Future<Void> page(List<byte[]> keys) {
            Promise<Void> taken = Promise.promise();
            waiting.add(taken);
            if (open) {
                next();
            }
            return taken.future();
        }

        private synchronized int waiting() {
            return waiting.size();
        }

        private synchronized void next() {
            waiting.remove(0).complete();
        }

        private synchronized void open() {
            open = true;
            while (!waiting.isEmpty()) {
                next();
            }
        }
    }

    /** A pass that may begin again until its end. */
    @Test
    void whoeverComesWhileLittleHasBeenSearchedHasItBeginAgain() {
        Context context = redis.stores.vertx.getOrCreateContext();
        Masters masters = masters();
        List<String> early = names();
        List<String> late = names();
        redis.proxy.stopAt("scan", PAGES - 1);
        ScanPass pass = on(context, () -> new ScanPass(passengers(FIRST, early), Long.MAX_VALUE, Long.MAX_VALUE));
        Future<Void> over = on(context, () -> pass.over(masters));
        until(redis.proxy::stopped);
        redis.seed(SECOND);

        assertThat(on(context, () -> pass.takes(redis.searching(SECOND, late)))).isTrue();
        redis.proxy.goOn();
        await(over);

        until(() -> late.size() >= OWN);
        assertThat(new TreeSet<>(late)).hasSize(OWN);
        assertThat(new TreeSet<>(early)).hasSize(OWN);
        assertThat(on(context, () -> pass.takes(redis.searching(SECOND, late))))
                .as("at its end")
                .isFalse();
        await(masters.close());
    }

    @Test
    void nobodyJoinsAPassThatFindsNoConnectionForTooLong() {
        ScanPass hanging = new ScanPass(passengers(FIRST, names()), Long.MAX_VALUE, 0);

        assertThat(hanging.takes(redis.searching(SECOND, names()))).isFalse();
    }

    @Test
    void nobodyJoinsAPassThatHasFailed() {
        Context context = redis.stores.vertx.getOrCreateContext();
        Redis client = client();
        ScanPass pass = on(context, () -> new ScanPass(passengers(FIRST, names()), Long.MAX_VALUE, Long.MAX_VALUE));
        redis.proxy.stopAt("scan", 1);
        Future<Void> over = on(context, () -> pass.over(new OneMaster(client, Duration.ofMillis(200))));

        assertThat(failureOf(over)).isInstanceOf(TimeoutException.class);
        assertThat(on(context, () -> pass.takes(redis.searching(SECOND, names()))))
                .isFalse();
        redis.proxy.goOn();
        await(client.close());
    }

    private Masters masters() {
        return new OneMaster(client(), LIMIT);
    }

    private Redis client() {
        return new RedisClients(redis.stores.vertx, redis.stores.settings).forSearches();
    }

    private Passengers passengers(TaskId taskId, List<String> names) {
        return new Passengers(redis.stores.vertx, List.of(redis.searching(taskId, names)), LIMIT, alone -> {});
    }

    private static <T> T on(Context context, Supplier<T> work) {
        Promise<T> made = Promise.promise();
        context.runOnContext(go -> made.complete(work.get()));
        return await(made.future());
    }
}
