package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.DeletionPolicy;
import io.tasksweep.deletion.DeletionService;
import io.tasksweep.deletion.Erasure;
import io.tasksweep.deletion.RunningDeletions;
import io.tasksweep.deletion.TaskLook;
import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.OverallStatus;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.tasksweep.domain.Unit;
import io.tasksweep.testing.Awaiting;
import io.tasksweep.testing.HoldingProxy;
import io.tasksweep.testing.RedisClient;
import io.tasksweep.testing.TestingDeletions;
import io.tasksweep.testing.TestingRedis;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database over which a search is long, so that Redis is had tell what is changed meanwhile. */
class WatchesTest {
    private static final int PAGES = 10;
    private static final int OFTEN = 100;
    private static final TaskId TASK = new TaskId("task-1");
    private static final String FIRST_KEY = "task-1:node-0:f";
    private static final int KEYS = 40;
    private static final int PART = 500; // keys that are removed by one command

    private final TestingRedis redis = TestingRedis.start();
    private final TestingRedisStores stores = new TestingRedisStores(redis);
    private final RedisClient client = stores.client;
    private final RedisTaskRegistry registry = stores.registry();
    private final RedisStore store = stores.store();

    @BeforeEach
    void fill() {
        client.ask(Command.DEBUG, "POPULATE", PAGES * Scan.COUNT, "foreign:key");
        seed(KEYS);
        await(store.survey(TASK)); // by which it is known that this takes long
    }

    @AfterEach
    void close() {
        stores.close();
        redis.close();
    }

    private void seed(int keys) {
        String script = "for i = 0, tonumber(ARGV[1]) - 1 do "
                + "redis.call('SET', KEYS[1] .. ':node-' .. i .. ':f', '{\"status\": \"completed\"}') end";
        client.ask(Command.EVAL, script, 1, TASK.value(), keys);
    }

    private Evidence look() {
        return await(registry.look(TASK)).keys();
    }

    private Erased erase(Evidence found) {
        return erase(found, soon());
    }

    private Erased erase(Evidence found, Deadline deadline) {
        return await(store.erase(deletion(deadline), found));
    }

    private static Deletion deletion(Deadline deadline) {
        return new Deletion(TASK, UUID.randomUUID().toString(), deadline);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20), System::nanoTime);
    }

    private long searches() {
        return client.calls("scan") / PAGES;
    }

    /** The connections on which Redis tells. */
    private List<String> watching() {
        return client.ask(Command.CLIENT, "LIST")
                .orElseThrow()
                .toString()
                .lines()
                .filter(line -> line.matches(".* flags=\\w*t.*"))
                .toList();
    }

    @Test
    void whereNobodyChangesAnythingThereIsOneSearchOnly() {
        client.countAnew();
        Evidence found = look();
        Erased erased = erase(found);

        assertThat(found.watch()).isPresent();
        assertThat(erased.gone().get(Unit.KEYS)).isEqualTo(KEYS);
        assertThat(erased.left())
                .hasValueSatisfying(left -> assertThat(left.isEmpty()).isTrue());
        assertThat(searches()).isEqualTo(1);
        assertThat(client.keys("task-1:*")).isEmpty();
        until(() -> watching().isEmpty());
    }

    @Test
    void whereNothingIsDeletedAfterAllRedisNeedNotTellAnyMore() {
        Registered seen = await(registry.look(TASK));
        assertThat(watching()).hasSize(1);

        registry.release(seen);
        until(() -> watching().isEmpty());
        registry.release(seen);
    }

    /** A look that took too long is not waited for, and nobody has what it kept. */
    @Test
    void whatNobodyTakesEndsWithAChange() {
        look();
        client.set("task-10:node-0:f", "{}");
        assertThat(watching()).hasSize(1);
        until(() -> {
            client.set(FIRST_KEY, "{}"); // again and again: a connection that stays silent is closed for that
            return watching().isEmpty();
        });
    }

    @Test
    void whoAsksForTheStateOnlyHasNothingTold() {
        await(registry.state(TASK));
        assertThat(watching()).isEmpty();
    }

    @Test
    void recordsThatNobodyHasChangedAreNotReadAgain() {
        Registered seen = await(registry.look(TASK));
        client.countAnew();
        TaskState again = await(registry.lookAgain(TASK, seen));

        assertThat(again).isEqualTo(seen.state());
        assertThat(client.calls("getrange")).isZero();
    }

    @Test
    void recordsThatSomebodyHasChangedAreReadAgain() {
        Registered seen = await(registry.look(TASK));
        client.set(FIRST_KEY, "{\"status\": \"running\"}");

        assertThat(await(registry.lookAgain(TASK, seen)).activity()).isPresent();
    }

    /** What somebody does with a key of the task, or with all keys. */
    private static Stream<List<Object>> changes() {
        return Stream.of(
                List.of("SET", "task-1:late:f", "{}"),
                List.of("SET", FIRST_KEY, "{}"),
                List.of("DEL", FIRST_KEY),
                List.of("PEXPIRE", FIRST_KEY, 1),
                List.of("RENAME", "foreign:key:1", "task-1:late:f"),
                List.of("COPY", "foreign:key:1", "task-1:late:f"),
                List.of("HSET", "task-1:late:f", "field", "value"),
                List.of("RPUSH", "workflow_state:task-1", "value"),
                List.of("EVAL", "return redis.call('SET', KEYS[1], '{}')", 1, "task-1:late:f"),
                List.of("FLUSHDB"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    @Tag("F14")
    void whatSomebodyElseChangesHasItSearchedForAgain(List<Object> change) {
        Evidence found = look();
        change(change);

        assertThat(found.watch()).isPresent();
        assertThat(erase(found)).isEqualTo(Erased.NOTHING);

        erase(await(store.survey(TASK)));
        assertThat(client.keys("task-1:node*")).isEmpty();
    }

    @Test
    @Tag("F14")
    void whatSomebodyElseChangesDuringTheRemovalHasItSearchedForAgain() {
        Evidence found = look();
        Erased erased = erase(found, intruding());

        assertThat(found.watch()).isPresent();
        assertThat(erased.left()).isEmpty();
        assertOnlyGone(erased, KEYS, KEYS);
    }

    @Test
    @Tag("F14")
    void whatSomebodyElseChangesBetweenTwoPartsKeepsTheSecond() {
        seed(2 * PART);
        Erased erased = erase(look(), intruding());

        assertThat(erased.left()).isEmpty();
        assertThat(erased.failures()).isEmpty();
        assertOnlyGone(erased, PART, 2 * PART);
    }

    /** The part that was about to be sent, or not even that, if Redis' word of the change came before. */
    private void assertOnlyGone(Erased erased, int part, int all) {
        assertThat(erased.gone().get(Unit.KEYS)).isIn(0L, (long) part);
        assertThat(client.keys("task-1:*"))
                .hasSize(all - (int) erased.gone().get(Unit.KEYS) + 1)
                .contains("task-1:late:f");
    }

    /** They are searched for while they are removed, which takes as long as any search. */
    @Test
    @Tag("F14")
    void whatSomebodyElseChangesKeepsKeysWhoseNamesFoundNoRoom() {
        int many = 6 * PART;
        seed(many);
        Evidence found = lookWithoutRoom();
        Erased erased = erase(found, intruding());

        assertThat(found.complete()).isFalse();
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.left()).isEmpty();
        assertThat(erased.gone().get(Unit.KEYS)).isLessThan(PART);
        assertThat(client.keys("task-1:*"))
                .hasSize(many - (int) erased.gone().get(Unit.KEYS) + 1)
                .contains("task-1:late:f");
    }

    @Test
    void whereNobodyChangesAnythingKeysWithoutRoomAreSearchedForTwice() {
        client.countAnew();
        Evidence found = lookWithoutRoom();
        Erased erased = erase(found);

        assertThat(erased).isEqualTo(new Erased(Counts.of(Unit.KEYS, KEYS), List.of()).leaving(Evidence.NOTHING));
        assertThat(searches()).isEqualTo(2);
        assertThat(client.keys("task-1:*")).isEmpty();
        until(() -> watching().isEmpty());
    }

    private Evidence lookWithoutRoom() {
        return await(stores.registry(new KeyRoom(0)).look(TASK)).keys();
    }

    @Test
    @Tag("F14")
    void whatHasWaitedForThePartBeforeUntilAfterTheDeadlineIsNotRemoved() {
        AtomicLong now = new AtomicLong();
        Future<Erased> removal = removeTwoParts(
                Duration.ofSeconds(5),
                now::get,
                underWay -> now.set(Duration.ofMinutes(1).toNanos()));

        Erased erased = await(removal);
        assertThat(erased.gone().get(Unit.KEYS)).isEqualTo(PART);
        assertThat(erased.failures()).extracting(Failure::code).containsExactly(FailureCode.TIMEOUT);
    }

    @Test
    @Tag("F14")
    void whatHasWaitedForAPartWithoutAnAnswerIsNotRemoved() {
        Future<Erased> removal =
                removeTwoParts(Duration.ofSeconds(5), System::nanoTime, underWay -> until(underWay::isComplete));

        assertThat(Awaiting.failureOf(removal)).isInstanceOf(TimeoutException.class);
    }

    /** Both are under way when Redis hears of nothing for a time, and only the first is ever removed. */
    private Future<Erased> removeTwoParts(Duration limit, LongSupplier nanoTime, Consumer<Future<Erased>> meanwhile) {
        seed(2 * PART);
        try (HoldingProxy proxy = HoldingProxy.before(redis.port());
                TestingRedisStores behind = TestingRedisStores.at(proxy.port(), limit)) {
            await(behind.store().survey(TASK));
            Evidence found = await(behind.registry().look(TASK)).keys();
            assertThat(found.watch()).isPresent();

            AtomicBoolean begun = new AtomicBoolean();
            Deadline deadline = Deadline.in(Duration.ofSeconds(20), nanoTime).orOnce(() -> {
                if (!begun.getAndSet(true)) {
                    proxy.hold();
                }
                return false;
            });
            Future<Erased> removal = behind.store().erase(deletion(deadline), found);
            until(() -> proxy.waiting() > 0);
            meanwhile.accept(removal);
            proxy.goOn();
            until(() -> removal.isComplete() && watching().isEmpty());
            assertThat(client.keys("task-1:*")).hasSize(PART);
            return removal;
        }
    }

    /** A whole deletion: it searches anew, asks whose the data is now, and goes on. */
    @Test
    @Tag("F14")
    void aLateWriteIsSearchedForAndDeletedWithAllElse() {
        DeletionResult result = deleteWhile("{\"status\": \"completed\"}");

        assertThat(result.status()).isEqualTo(OverallStatus.SUCCESS);
        assertThat(client.keys("task-1:*")).isEmpty();
    }

    @Test
    @Tag("F14")
    void aNewTaskStopsADeletionBeforeAnyKeyGoes() {
        DeletionResult result = deleteWhile("{\"status\": \"running\"}");

        assertThat(result.outcomes().get(1).isFailed()).isTrue();
        assertThat(client.keys("task-1:*")).hasSize(KEYS + 1);
    }

    /** Somebody writes a further record while the directory is deleted. */
    private DeletionResult deleteWhile(String written) {
        Promise<Void> directoryGone = Promise.promise();
        TestingDeletions others = new TestingDeletions(); // the other stores, records and listener of this one
        others.directory.holding(TASK, 1).reportingAfter(directoryGone.future());
        Duration limit = Duration.ofSeconds(10);
        DeletionPolicy policy =
                new DeletionPolicy(false, limit.multipliedBy(2), limit, Duration.ofDays(1), List.of(), Duration.ZERO);
        TaskLook look = new TaskLook(registry, others.records, others.directory, others.objects, stores.clock, policy);
        Erasure erasure = new Erasure(others.directory, others.objects, store, stores.clock);
        DeletionService service = new DeletionService(look, others.records, erasure, others, stores.clock, policy);
        Future<DeletionVerdict> verdict =
                new RunningDeletions(service, 1).delete(new DeletionRequest(TASK, false, "tester", "request-1"));
        until(() -> others.journal.contains("local_directory erase task-1"));
        assertThat(watching()).hasSize(1);
        client.set("task-1:late:f", written);
        directoryGone.complete();
        return TestingDeletions.completed(await(verdict));
    }

    /** The time is asked for on an event loop, right before the keys go. */
    private Deadline intruding() {
        return new Deadline(this::intrude, soon().at());
    }

    private long intrude() {
        String late = "SELECT " + TestingRedisStores.DATABASE + "\r\nSET task-1:late:f {}\r\nQUIT\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            socket.getOutputStream().write(late.getBytes(UTF_8));
            socket.getInputStream().readAllBytes();
            return System.nanoTime();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private void change(List<Object> change) {
        Command command = Command.create(change.get(0).toString());
        client.ask(command, change.subList(1, change.size()).toArray());
    }

    @Test
    void aNeighboursKeysAreNotWatched() {
        Evidence found = look();
        for (String key : List.of("task-10:n:f", "task-1.x:n:f", "x:task-1:n:f", "workflow_state:task-2", "task-1")) {
            client.set(key, "{}");
        }

        assertThat(erase(found).left()).isPresent();
    }

    @Test
    @Tag("F22")
    void aConnectionThatBreaksTellsNothing() {
        Evidence found = look();
        String id = watching().get(0).replaceAll("^id=(\\d+) .*", "$1");
        client.ask(Command.CLIENT, "KILL", "ID", id);
        until(() -> watching().isEmpty());
        client.set("task-1:late:f", "{}");

        assertThat(erase(found)).isEqualTo(Erased.NOTHING);
        assertThat(client.keys("task-1:*")).hasSize(KEYS + 1);
    }

    /** As it would be if another one took its place meanwhile. */
    @Test
    @Tag("F28")
    void whatIsFoundOnAnotherServerIsSearchedForAgain() {
        try (TestingRedis other = TestingRedis.start();
                TestingRedisStores others = new TestingRedisStores(other)) {
            Watch watch = watch();
            Redis there = Redis.createClient(others.vertx, "redis://127.0.0.1:" + other.port());
            await(Line.to(there, Duration.ofSeconds(5), line -> {
                watch.searchOn(line);
                return Future.succeededFuture();
            }));

            assertThat(await(watch.isQuiet())).isFalse();
        }
    }

    @Test
    void whatWasNeverSearchedIsNotKnown() {
        Watch watch = watch();

        assertThat(await(watch.isQuiet())).isFalse();
    }

    private Watch watch() {
        Watch begun =
                await(stores.commands.watch(List.of("task-1:".getBytes(UTF_8)))).orElseThrow();
        return stores.commands.takeWatch(OptionalLong.of(begun.number())).orElseThrow(); // as who deletes does
    }

    private Watch searched() {
        Watch watch = watch();
        KeyShape shape = TestingRedisStores.PATTERNS.get(0).shape(TASK);
        await(stores.commands.search(List.of(), List.of(shape), Optional.of(watch), page -> Future.succeededFuture()));
        return watch;
    }

    /** However close behind a change the question comes. */
    @Test
    @Tag("F14")
    void whatWasChangedBeforeIsAlwaysToldBeforeTheAnswer() {
        for (int i = 0; i < OFTEN / 10; i++) {
            Watch watch = searched();
            assertThat(await(watch.isQuiet())).isTrue();
            client.set(FIRST_KEY, "{}");
            assertThat(await(watch.isQuiet())).as("the time number " + i).isFalse();
            watch.close();
        }
    }

    /** In the client what is told takes the place of an answer. */
    @Test
    void whatIsToldMeanwhileLosesNoAnswer() {
        for (int i = 0; i < OFTEN; i++) {
            seed(KEYS);
            Watch watch = watch();
            List<Long> removed = new CopyOnWriteArrayList<>(); // an answer that is there already is told on this thread
            var late = stores.commands.send(
                    Request.cmd(Command.SET).arg("task-1:late:f").arg("{}"));
            IntStream.range(0, KEYS)
                    .mapToObj(number -> watch.unlink(
                            List.of(("task-1:node-" + number + ":f").getBytes(UTF_8)), soon(), removed::add))
                    .toList()
                    .forEach(Awaiting::await);
            await(late);
            client.ask(Command.DEL, "task-1:late:f");

            assertThat(removed)
                    .allMatch(one -> one == 1)
                    .hasSize(KEYS - client.keys("task-1:*").size());
            watch.close();
        }
    }

    @Test
    void aTaskThatWorksIsNotWatchedOver() {
        client.set(FIRST_KEY, "{\"status\": \"running\"}");

        assertThat(look().watch()).isEmpty();
        until(() -> watching().isEmpty());
    }

    @Test
    void aShortSearchIsMadeAgainRather() {
        client.ask(Command.FLUSHALL);
        seed(KEYS);
        await(store.survey(TASK));

        assertThat(look().watch()).isEmpty();
        assertThat(watching()).isEmpty();
    }

    @Test
    void aServerThatRefusesIsNotAskedEachTime() {
        client.ask(Command.ACL, "SETUSER", "default", "-client");
        Evidence found = look();
        client.ask(Command.ACL, "SETUSER", "default", "+client");

        assertThat(found.watch()).isEmpty();
        assertThat(look().watch()).isEmpty();
        assertThat(erase(found).gone().get(Unit.KEYS)).isEqualTo(KEYS);
    }

    @Test
    void thereAreNotTooMany() {
        List<Evidence> looks =
                IntStream.range(0, Watches.MOST + 1).mapToObj(number -> look()).toList();

        assertThat(looks.stream().filter(found -> found.watch().isPresent())).hasSize(Watches.MOST);
        looks.subList(0, Watches.MOST).forEach(this::erase);
        until(() -> watching().isEmpty());
        seed(KEYS);
        assertThat(look().watch()).isPresent();
    }
}
