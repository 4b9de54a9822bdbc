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

import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Passes over a database of several pages, which searches share. */
class SearchesTest {
    @RegisterExtension
    final SearchedRedis redis = new SearchedRedis();

    private static int keys(Evidence found) {
        return Math.toIntExact(found.counts().get(Unit.KEYS));
    }

    @Test
    void eightThatComeAtOnceShareTwoPassesWhoeverAsks() {
        redis.seed(SECOND);
        RedisTaskRegistry registry = redis.stores.registry();
        RedisStore store = redis.stores.store();
        List<Future<Integer>> all = IntStream.range(0, 8)
                .mapToObj(i -> i % 2 == 0
                        ? store.survey(FIRST).map(SearchesTest::keys)
                        : registry.look(SECOND).map(found -> keys(found.keys())))
                .toList();
        all.forEach(one -> assertThat(await(one)).isEqualTo(OWN));

        assertThat(redis.scans()).isLessThanOrEqualTo(2 * (PAGES + 2));
    }

    @Test
    void whoeverComesLateGetsAPassThatBeginsAfterwards() {
        List<String> names = names();
        redis.proxy.stopAt("scan", PAGES - 1);
        Future<Evidence> early = redis.stores.store().survey(FIRST);
        until(redis.proxy::stopped);
        redis.seed(SECOND); // most of it where the pass has been
        Future<Void> late = redis.search(SECOND, into(names));
        redis.proxy.goOn();

        assertThat(keys(await(early))).isEqualTo(OWN);
        await(late);
        assertThat(names).hasSize(OWN);
        assertThat(redis.scans()).isGreaterThanOrEqualTo(2 * PAGES);
    }

    @Test
    void aNameThatMayNotBeAskedForEndsTheSearch() {
        redis.direct.client.ask(Command.ACL, "SETUSER", "default", "-exists");
        List<KeyShape> shapes = List.of(TestingRedisStores.PATTERNS.get(0).shape(FIRST));
        Future<Void> search = redis.stores.commands.search(
                List.of("exact:task-1".getBytes(UTF_8)), shapes, Optional.empty(), into(names()));

        assertThat(failureOf(search)).hasMessageStartingWith("NOPERM");
        await(redis.stores.vertx.timer(20));
        assertThat(redis.scans()).as("it does not go on alone").isEqualTo(1);
    }

    @Test
    void whoFailsFailsAlone() {
        redis.seed(SECOND);
        List<String> names = names();
        redis.proxy.stopAt("scan");
        Future<Void> failing = redis.search(FIRST, page -> Future.failedFuture("no room"));
        Future<Void> broken = redis.search(FIRST, page -> {
            throw new IllegalStateException("a bug");
        });
        Future<Void> other = redis.search(SECOND, into(names));
        until(redis.proxy::stopped);
        redis.proxy.goOn();

        assertThat(failureOf(failing)).hasMessage("no room");
        assertThat(failureOf(broken)).hasMessage("a bug");
        await(other);
        assertThat(names).hasSize(OWN);
    }

    @Test
    void aPassThatBreaksFailsAllItServesAndNobodyElse() {
        List<String> names = names();
        redis.proxy.stopAt("scan", 2);
        List<Future<Void>> served = List.of(redis.search(FIRST, into(names())), redis.search(SECOND, into(names())));
        until(redis.proxy::stopped);
        Future<Void> next = redis.search(FIRST, into(names));
        redis.proxy.drop();

        served.forEach(one ->
                assertThat(RedisFailures.explain(failureOf(one)).retriable()).isTrue());
        await(next);
        assertThat(new TreeSet<>(names)).hasSize(OWN);
    }

    @Test
    void nobodyWaitsForLongBehindOneWhoTakesNoMore() {
        Promise<Void> never = Promise.promise();
        AtomicInteger pages = new AtomicInteger();
        Future<Void> stuck = redis.search(FIRST, page -> {
            pages.incrementAndGet();
            return never.future();
        });
        until(() -> pages.get() > 0);

        assertThat(keys(await(redis.stores.store().survey(FIRST)))).isEqualTo(OWN);
        assertThat(stuck.isComplete()).isFalse();
        never.complete();
        await(stuck);
    }

    /** One that is taken, one that waits for it, and one that has come and is not handed on. */
    @Test
    void redisIsAskedForTwoPagesAheadOfWhoTakesThemAndNoMore() {
        Promise<Void> slowly = Promise.promise();
        List<String> names = names();
        Future<Void> slow = redis.search(FIRST, page -> into(names).apply(page).compose(taken -> slowly.future()));
        until(() -> redis.scans() > 2);
        redis.direct.client.ask(Command.PING);

        assertThat(redis.scans()).isEqualTo(3);
        slowly.complete();
        await(slow);
        assertThat(new TreeSet<>(names)).hasSize(OWN);
    }

    @Test
    void oneWhoIsTooSlowForTheOthersGoesOnAlone() {
        redis.seed(SECOND);
        Promise<Void> slowly = Promise.promise();
        List<String> names = names();
        redis.proxy.stopAt("scan");
        Future<Void> slow = redis.search(FIRST, page -> into(names).apply(page).compose(taken -> slowly.future()));
        List<String> others = names();
        Future<Void> other = redis.search(SECOND, into(others));
        until(redis.proxy::stopped);
        redis.proxy.goOn();

        await(other);
        assertThat(others).hasSize(OWN);
        assertThat(slow.isComplete()).isFalse();
        slowly.complete();
        await(slow);
        assertThat(new TreeSet<>(names)).as("a key may come twice").hasSize(OWN);
    }

    @Test
    void whatIsThrownInsteadOfASearchFailsItAndKeepsNobodyWaiting() {
        Masters broken = new Masters() {
            @Override
            public Future<Void> search(Function<Line, Future<Void>> search) {
                throw new IllegalStateException("a bug");
            }

            @Override
            public Future<Void> close() {
                return Future.succeededFuture();
            }
        };
        Searches searches = new Searches(redis.stores.vertx, broken, LIMIT);
        for (int i = 0; i < 2; i++) {
            assertThat(failureOf(searches.run(redis.searching(FIRST, names())))).hasMessage("a bug");
        }
    }

    @Test
    void aSilentRedisFailsEachInItsOwnTime() {
        redis.proxy.stopAt("scan", 2);
        Future<Void> early = redis.search(FIRST, into(names()));
        until(redis.proxy::stopped);
        long asked = System.nanoTime();
        Future<Void> late = redis.search(FIRST, into(names()));

        assertThat(RedisFailures.explain(failureOf(late)).code()).isEqualTo(FailureCode.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(LIMIT.multipliedBy(2));
        assertThat(failureOf(early)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void everybodyIsToldInHisOwnContext() {
        List<Context> asking = List.of(redis.stores.vertx.getOrCreateContext(), newContext());
        List<Future<Boolean>> all = new ArrayList<>();
        for (Context context : asking) {
            Promise<Boolean> own = Promise.promise();
            context.runOnContext(go -> redis.search(FIRST, page -> Future.succeededFuture())
                    .map(done -> Vertx.currentContext() == context)
                    .onComplete(own));
            all.add(own.future());
        }
        all.forEach(own -> assertThat(await(own)).isTrue());
    }

    private Context newContext() {
        Promise<Context> made = Promise.promise();
        Thread other = new Thread(() -> made.complete(redis.stores.vertx.getOrCreateContext()));
        other.start();
        return await(made.future());
    }
}
