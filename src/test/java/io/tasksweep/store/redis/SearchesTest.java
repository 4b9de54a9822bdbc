package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static io.tasksweep.testing.Awaiting.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.TestingRedis;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passes over a database of several pages, which searches share. */
class SearchesTest {
    private static final int PAGES = 6;
    private static final int OWN = 150; // some on each page
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final TaskId FIRST = new TaskId("task-1");
    private static final TaskId SECOND = new TaskId("task-22");

    private final TestingRedis redis = TestingRedis.start();
    private final FaultyProxy proxy = FaultyProxy.before(redis.port());
    private final TestingRedisStores stores = TestingRedisStores.at(proxy.port(), LIMIT);
    private final TestingRedisStores direct = TestingRedisStores.at(redis.port(), LIMIT);

    @BeforeEach
    void fill() {
        direct.client.ask(Command.DEBUG, "POPULATE", PAGES * Scan.COUNT, "foreign:key");
        seed(FIRST);
        direct.client.ask(Command.CONFIG, "RESETSTAT");
    }

    @AfterEach
    void close() {
        stores.close();
        direct.close();
        proxy.close();
        redis.close();
    }

    private void seed(TaskId taskId) {
        String script = "for i = 1, tonumber(ARGV[1]) do redis.call('SET', KEYS[1] .. ':node-' .. i .. ':f', '{}') end";
        direct.client.ask(Command.EVAL, script, 1, taskId.value(), OWN);
    }

    private long scans() {
        return asked("scan");
    }

    private long asked(String command) {
        return direct.client
                .ask(Command.INFO, "commandstats")
                .orElseThrow()
                .toString()
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf(','))))
                .sum();
    }

    private Future<Void> search(TaskId taskId, Function<List<byte[]>, Future<Void>> page) {
        return stores.commands.search(
                List.of(), List.of(TestingRedisStores.PATTERNS.get(0).shape(taskId)), Optional.empty(), page);
    }

    private static Function<List<byte[]>, Future<Void>> into(List<String> names) {
        return page -> {
            page.forEach(key -> names.add(new String(key, UTF_8)));
            return Future.succeededFuture();
        };
    }

    private static int keys(Evidence found) {
        return Math.toIntExact(found.counts().get(Unit.KEYS));
    }

    @Test
    void eightThatComeAtOnceShareTwoPassesWhoeverAsks() {
        seed(SECOND);
        RedisTaskRegistry registry = stores.registry();
        RedisStore store = stores.store();
        List<Future<Integer>> all = IntStream.range(0, 8)
                .mapToObj(i -> i % 2 == 0
                        ? store.survey(FIRST).map(SearchesTest::keys)
                        : registry.look(SECOND).map(found -> keys(found.keys())))
                .toList();
        all.forEach(one -> assertThat(await(one)).isEqualTo(OWN));

        assertThat(scans()).isLessThanOrEqualTo(2 * (PAGES + 2));
    }

    @Test
    void whoeverComesLateGetsAPassThatBeginsAfterwards() {
        List<String> names = names();
        proxy.stopAt("scan", PAGES - 1);
        Future<Evidence> early = stores.store().survey(FIRST);
        until(proxy::stopped);
        seed(SECOND); // most of it where the pass has been
        Future<Void> late = search(SECOND, into(names));
        proxy.goOn();

        assertThat(keys(await(early))).isEqualTo(OWN);
        await(late);
        assertThat(names).hasSize(OWN);
        assertThat(scans()).isGreaterThanOrEqualTo(2 * PAGES);
    }

    @Test
    void namesAreAskedForInThePassItselfAlsoForWhoComesLate() {
        Context context = stores.vertx.getOrCreateContext();
        direct.client.set("exact:task-1", "{}");
        direct.client.set("exact:task-22", "{}");
        List<String> early = names();
        List<String> late = names();
        Masters masters =
                new OneMaster(new RedisClients(stores.vertx, stores.settings).forSearches(), LIMIT.toMillis());
        proxy.stopAt("scan", 1);
        Passengers passengers = new Passengers(
                stores.vertx, List.of(knowing("exact:task-1", FIRST, early)), LIMIT.toMillis(), alone -> {});
        Pass pass = on(context, () -> new Pass(passengers, LIMIT.toNanos(), LIMIT.toNanos()));
        Future<Void> over = on(context, () -> pass.over(masters));
        until(() -> proxy.stopped());
        assertThat(on(context, () -> pass.takes(knowing("exact:task-22", SECOND, late))))
                .isTrue();
        proxy.goOn();
        await(over);

        until(() -> early.contains("exact:task-1") && late.contains("exact:task-22"));
        assertThat(late).doesNotContain("exact:task-1");
        assertThat(new TreeSet<>(early)).as("and no name of another").hasSize(OWN + 1);
        await(masters.close());
    }

    private Search knowing(String name, TaskId taskId, List<String> found) {
        return new Search(
                stores.vertx,
                List.of(name.getBytes(UTF_8)),
                List.of(TestingRedisStores.PATTERNS.get(0).shape(taskId)),
                Optional.empty(),
                into(found));
    }

    @Test
    void aNameThatMayNotBeAskedForEndsTheSearch() {
        direct.client.ask(Command.ACL, "SETUSER", "default", "-exists");
        List<KeyShape> shapes = List.of(TestingRedisStores.PATTERNS.get(0).shape(FIRST));
        Future<Void> search = stores.commands.search(
                List.of("exact:task-1".getBytes(UTF_8)), shapes, Optional.empty(), into(names()));

        assertThat(failureOf(search)).hasMessageStartingWith("NOPERM");
        await(stores.vertx.timer(20));
        assertThat(scans()).as("it does not go on alone").isEqualTo(1);
    }

    @Test
    void aSearchOfOnePageAsksOnceWhetherThatWasAMaster() {
        direct.client.ask(Command.FLUSHALL);
        await(search(FIRST, into(names())));

        assertThat(asked("role")).isEqualTo(1);
    }

    @Test
    void aReplicaThatIsMadeAMasterMeanwhileIsNotBelieved() {
        direct.client.ask(Command.REPLICAOF, "127.0.0.1", "1"); // nobody is there
        proxy.stopAt("scan", PAGES - 1);
        Future<Void> search = search(FIRST, into(names()));
        until(proxy::stopped);
        direct.client.ask(Command.REPLICAOF, "NO", "ONE");
        proxy.goOn();

        assertThat(failureOf(search)).hasMessageStartingWith("READONLY");
    }

    @Test
    void aReplicaIsNotBelievedInWhatItSaysOfNamesEither() {
        direct.client.ask(Command.REPLICAOF, "127.0.0.1", "1");
        Future<Void> search = stores.commands.search(
                List.of("exact:task-1".getBytes(UTF_8)), List.of(), Optional.empty(), into(names()));

        assertThat(failureOf(search)).hasMessageStartingWith("READONLY");
    }

    @Test
    void aMasterThatIsMadeAReplicaMeanwhileIsNotBelieved() {
        proxy.stopAt("scan", PAGES - 1);
        Future<Void> search = search(FIRST, into(names()));
        until(proxy::stopped);
        assertThat(asked("role")).as("while it was one").isEqualTo(1);
        direct.client.ask(Command.REPLICAOF, "127.0.0.1", "1"); // nobody is there
        proxy.goOn();

        assertThat(failureOf(search)).hasMessageStartingWith("READONLY");
    }

    @Test
    void whoFailsFailsAlone() {
        seed(SECOND);
        List<String> names = names();
        proxy.stopAt("scan");
        Future<Void> failing = search(FIRST, page -> Future.failedFuture("no room"));
        Future<Void> broken = search(FIRST, page -> {
            throw new IllegalStateException("a bug");
        });
        Future<Void> other = search(SECOND, into(names));
        until(proxy::stopped);
        proxy.goOn();

        assertThat(failureOf(failing)).hasMessage("no room");
        assertThat(failureOf(broken)).hasMessage("a bug");
        await(other);
        assertThat(names).hasSize(OWN);
    }

    @Test
    void aPassThatBreaksFailsAllItServesAndNobodyElse() {
        List<String> names = names();
        proxy.stopAt("scan", 2);
        List<Future<Void>> served = List.of(search(FIRST, into(names())), search(SECOND, into(names())));
        until(proxy::stopped);
        Future<Void> next = search(FIRST, into(names));
        proxy.drop();

        served.forEach(one ->
                assertThat(RedisFailures.explain(failureOf(one)).retriable()).isTrue());
        await(next);
        assertThat(new TreeSet<>(names)).hasSize(OWN);
    }

    @Test
    void nobodyWaitsForLongBehindOneWhoTakesNoMore() {
        Promise<Void> never = Promise.promise();
        AtomicInteger pages = new AtomicInteger();
        Future<Void> stuck = search(FIRST, page -> {
            pages.incrementAndGet();
            return never.future();
        });
        until(() -> pages.get() > 0);

        assertThat(keys(await(stores.store().survey(FIRST)))).isEqualTo(OWN);
        assertThat(stuck.isComplete()).isFalse();
        never.complete();
        await(stuck);
    }

    /** One that is taken, one that waits for it, and one that has come and is not handed on. */
    @Test
    void redisIsAskedForTwoPagesAheadOfWhoTakesThemAndNoMore() {
        Promise<Void> slowly = Promise.promise();
        List<String> names = names();
        Future<Void> slow = search(FIRST, page -> into(names).apply(page).compose(taken -> slowly.future()));
        until(() -> scans() > 2);
        direct.client.ask(Command.PING);

        assertThat(scans()).isEqualTo(3);
        slowly.complete();
        await(slow);
        assertThat(new TreeSet<>(names)).hasSize(OWN);
    }

    @Test
    void oneWhoIsTooSlowForTheOthersGoesOnAlone() {
        seed(SECOND);
        Promise<Void> slowly = Promise.promise();
        List<String> names = names();
        proxy.stopAt("scan");
        Future<Void> slow = search(FIRST, page -> into(names).apply(page).compose(taken -> slowly.future()));
        List<String> others = names();
        Future<Void> other = search(SECOND, into(others));
        until(proxy::stopped);
        proxy.goOn();

        await(other);
        assertThat(others).hasSize(OWN);
        assertThat(slow.isComplete()).isFalse();
        slowly.complete();
        await(slow);
        assertThat(new TreeSet<>(names)).as("a key may come twice").hasSize(OWN);
    }

    @Test
    void whoeverTakesALittleTimeIsNotLeftBehindBecauseAnotherWas() {
        Context context = stores.vertx.getOrCreateContext();
        List<Search> alone = Collections.synchronizedList(new ArrayList<>());
        seed(SECOND);
        Search stuck = searching(FIRST, page -> Promise.<Void>promise().future());
        Search unhurried = searching(SECOND, page -> stores.vertx.timer(20).mapEmpty());
        Search without = searching(new TaskId("task-333"), page -> Future.succeededFuture());
        Masters masters =
                new OneMaster(new RedisClients(stores.vertx, stores.settings).forSearches(), LIMIT.toMillis());
        Pass pass = on(
                context,
                () -> new Pass(
                        new Passengers(stores.vertx, List.of(stuck, unhurried, without), 2_000, alone::add), 0, 0));

        await(on(context, () -> pass.over(masters)));
        assertThat(alone).containsExactly(stuck);
        await(masters.close());
    }

    /** The faster one is at the page that waits for the slower one. */
    @Test
    void nobodyIsLeftBehindAsLongAsAllHaveSomethingToDo() {
        Context context = stores.vertx.getOrCreateContext();
        List<Search> alone = Collections.synchronizedList(new ArrayList<>());
        seed(SECOND);
        Gate fast = new Gate();
        Gate slow = new Gate();
        List<Search> both = List.of(searching(FIRST, fast::page), searching(SECOND, slow::page));
        Masters masters =
                new OneMaster(new RedisClients(stores.vertx, stores.settings).forSearches(), LIMIT.toMillis());
        Pass pass = on(context, () -> new Pass(new Passengers(stores.vertx, both, 1, alone::add), 0, 0));
        Future<Void> over = on(context, () -> pass.over(masters));
        until(() -> fast.waiting() == 1 && scans() == 3);
        fast.next();
        until(() -> fast.waiting() == 1 && slow.waiting() == 1);
        await(stores.vertx.timer(20));

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
        Searches searches = new Searches(stores.vertx, broken, LIMIT.toMillis());
        for (int i = 0; i < 2; i++) {
            assertThat(failureOf(searches.run(searching(FIRST, names())))).hasMessage("a bug");
        }
    }

    @Test
    void aSilentRedisFailsEachInItsOwnTime() {
        proxy.stopAt("scan", 2);
        Future<Void> early = search(FIRST, into(names()));
        until(proxy::stopped);
        long asked = System.nanoTime();
        Future<Void> late = search(FIRST, into(names()));

        assertThat(RedisFailures.explain(failureOf(late)).code()).isEqualTo(FailureCode.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(LIMIT.multipliedBy(2));
        assertThat(failureOf(early)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void everybodyIsToldInHisOwnContext() {
        List<Context> asking = List.of(stores.vertx.getOrCreateContext(), newContext());
        List<Future<Boolean>> all = new ArrayList<>();
        for (Context context : asking) {
            Promise<Boolean> own = Promise.promise();
            context.runOnContext(go -> search(FIRST, page -> Future.succeededFuture())
                    .map(done -> Vertx.currentContext() == context)
                    .onComplete(own));
            all.add(own.future());
        }
        all.forEach(own -> assertThat(await(own)).isTrue());
    }

    private Context newContext() {
        Promise<Context> made = Promise.promise();
        Thread other = new Thread(() -> made.complete(stores.vertx.getOrCreateContext()));
        other.start();
        return await(made.future());
    }

    /** A pass that may begin again until its end. */
    @Test
    void whoeverComesWhileLittleHasBeenSearchedHasItBeginAgain() {
        Context context = stores.vertx.getOrCreateContext();
        Masters masters =
                new OneMaster(new RedisClients(stores.vertx, stores.settings).forSearches(), LIMIT.toMillis());
        List<String> early = names();
        List<String> late = names();
        proxy.stopAt("scan", PAGES - 1);
        Pass pass = on(context, () -> new Pass(passengers(FIRST, early), Long.MAX_VALUE, Long.MAX_VALUE));
        Future<Void> over = on(context, () -> pass.over(masters));
        until(proxy::stopped);
        seed(SECOND);

        assertThat(on(context, () -> pass.takes(searching(SECOND, late)))).isTrue();
        proxy.goOn();
        await(over);

        until(() -> late.size() >= OWN);
        assertThat(new TreeSet<>(late)).hasSize(OWN);
        assertThat(new TreeSet<>(early)).hasSize(OWN);
        assertThat(on(context, () -> pass.takes(searching(SECOND, late))))
                .as("at its end")
                .isFalse();
        await(masters.close());
    }

    @Test
    void nobodyJoinsAPassThatFindsNoConnectionForTooLong() {
        Pass hanging = new Pass(passengers(FIRST, names()), Long.MAX_VALUE, 0);

        assertThat(hanging.takes(searching(SECOND, names()))).isFalse();
    }

    @Test
    void nobodyJoinsAPassThatHasFailed() {
        Context context = stores.vertx.getOrCreateContext();
        Redis redis = new RedisClients(stores.vertx, stores.settings).forSearches();
        Pass pass = on(context, () -> new Pass(passengers(FIRST, names()), Long.MAX_VALUE, Long.MAX_VALUE));
        proxy.stopAt("scan", 1);
        Future<Void> over = on(context, () -> pass.over(new OneMaster(redis, 200)));

        assertThat(failureOf(over)).isInstanceOf(TimeoutException.class);
        assertThat(on(context, () -> pass.takes(searching(SECOND, names())))).isFalse();
        proxy.goOn();
        await(redis.close());
    }

    private Passengers passengers(TaskId taskId, List<String> names) {
        return new Passengers(stores.vertx, List.of(searching(taskId, names)), LIMIT.toMillis(), alone -> {});
    }

    private Search searching(TaskId taskId, List<String> names) {
        return searching(taskId, into(names));
    }

    private Search searching(TaskId taskId, Function<List<byte[]>, Future<Void>> page) {
        return new Search(
                stores.vertx,
                List.of(),
                List.of(TestingRedisStores.PATTERNS.get(0).shape(taskId)),
                Optional.empty(),
                page);
    }

    private static <T> T on(Context context, Supplier<T> work) {
        Promise<T> made = Promise.promise();
        context.runOnContext(go -> made.complete(work.get()));
        return await(made.future());
    }

    private static List<String> names() {
        return Collections.synchronizedList(new ArrayList<>());
    }
}
