package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.Lease;
import io.tasksweep.deletion.Leases;
import io.tasksweep.deletion.NotTaken;
import io.tasksweep.deletion.Receipts;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.store.LeasesContract;
import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.RealClock;
import io.tasksweep.testing.RedisClient;
import io.tasksweep.testing.TestingRedis;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisLeasesTest extends LeasesContract {
    private static final String RECEIPT = "tasksweep:receipt:{task-1}";
    private static final String LEASE = "tasksweep:lease:{task-1}";

    private final TestingRedis redis = TestingRedis.start();
    private final TestingRedisStores stores = new TestingRedisStores(redis);
    private final RedisClient client = stores.client;
    private final RedisLeases leases = stores.leases();
    private final RedisReceipts receipts = stores.receipts();

    @BeforeEach
    void empty() {
        client.ask(Command.CONFIG, "SET", "maxmemory", "0");
        client.ask(Command.FLUSHALL);
    }

    @AfterAll
    void close() {
        stores.close();
        redis.close();
    }

    @Override
    protected Leases leases() {
        return leases;
    }

    @Override
    protected Receipts receipts() {
        return receipts;
    }

    @Override
    protected Clock clock() {
        return stores.clock;
    }

    @Override
    protected SortedMap<String, String> snapshot() {
        return client.snapshot();
    }

    @Override
    protected void endLease() {
        client.ask(Command.DEL, LEASE);
    }

    /** Until Redis forgets the key; below zero if it never does. */
    private long millisLeft(String key) {
        return client.ask(Command.PTTL, key)
                .map(Object::toString)
                .map(Long::parseLong)
                .orElse(0L);
    }

    @Test
    void aLeaseEndsByItselfAndItsIntentDoesNotAndHasAFenceAndIsOnTheList() {
        taken(intent("d-1"));
        assertThat(millisLeft(LEASE)).isBetween(25_000L, 30_000L);
        assertThat(millisLeft(RECEIPT)).isNegative();
        assertThat(client.ask(Command.HGET, RECEIPT, "fence").map(Object::toString))
                .hasValue("1");
        assertThat(client.ask(Command.ZSCORE, "tasksweep:open", "task-1")).isPresent();
    }

    @Test
    void whatIsSettledHasItsTimeAndIsOnNoList() {
        settled("d-1");
        assertThat(millisLeft(RECEIPT)).isBetween(95_000L, 100_000L);
        assertThat(client.keys("tasksweep:open")).isEmpty();
    }

    @Test
    void whatIsOutstandingHasNoTimeAndStaysOpen() {
        Receipt intent = intent("d-1");
        Receipt incomplete = new Receipt(
                TASK,
                "d-1",
                Receipt.State.INCOMPLETE,
                true,
                "tester",
                intent.startedAt(),
                Optional.of(Instant.parse("2026-11-24T10:00:01Z")),
                Optional.empty(),
                Set.of(ResourceKind.MINIO),
                0,
                intent.createdAt(),
                false,
                0,
                Optional.empty());

        await(taken(intent).settle(incomplete, Optional.of(Duration.ofMinutes(5))));

        assertThat(found().map(Receipt::outstanding)).hasValue(Set.of(ResourceKind.MINIO));
        assertThat(client.ask(Command.TTL, RECEIPT).map(Object::toString)).hasValue("-1");
        assertThat(client.ask(Command.ZSCORE, "tasksweep:open", "task-1")).isPresent();
    }

    @Tag("I11")
    @Test
    void i11_whatAWithdrawnIntentHasReplacedKeepsItsTime() {
        settled("d-1");
        assertThat(await(taken(intent("d-2")).withdraw())).isTrue();
        assertThat(millisLeft(RECEIPT)).isBetween(95_000L, 100_000L);
    }

    /** A node takes it up to so many times without hearing of it, and takes all of that back; its clock is an hour ahead. */
    @Tag("I11")
    @Tag("F57")
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void i11_whatUnheardIntentsHaveReplacedKeepsItsTimeWhateverTheClockOfTheNode(int times) {
        Receipt before = settled("d-1");
        try (FaultyProxy proxy = FaultyProxy.before(redis.port());
                TestingRedisStores behind = TestingRedisStores.at(proxy.port(), Duration.ofSeconds(5))) {
            RedisLeases ahead = behind.leases(new RealClock(behind.vertx, Duration.ofHours(1)));
            Deque<Optional<Receipt>> seen = new ArrayDeque<>();
            for (int i = 0; i < times; i++) {
                seen.push(found());
                Receipt next = intent("unheard-" + i);
                assertThat(unheard(proxy, next, () -> ahead.take(next, seen.element())))
                        .isNotInstanceOf(NotTaken.class);
                assertThat(found()).hasValue(next);
            }
            for (int i = times - 1; i >= 0; i--) {
                assertThat(await(ahead.withdraw(intent("unheard-" + i), seen.pop())))
                        .isTrue();
            }
        }
        assertThat(found()).hasValue(before);
        assertThat(millisLeft(RECEIPT)).isBetween(95_000L, 100_000L);
    }

    /** Likewise where the lease that has run out is given back. */
    @Tag("I11")
    @Test
    void i11_whatALeaseHasReplacedThatWasLetGoOfExpires() {
        Receipt before = settled("d-1");
        Lease lease = taken(intent("d-2"));
        endLease();
        Instant now = stores.clock.instant();
        Receipt released = found().orElseThrow().released(now, now.plusSeconds(100));
        assertThat(await(taken(intent("d-2")).settle(released, Optional.empty())))
                .isTrue();
        assertThat(await(lease.withdraw())).isTrue();
        assertThat(found()).hasValue(before);
        assertThat(millisLeft(RECEIPT)).isBetween(1L, 100_000L);
    }

    /** It had no time before. */
    @Tag("I11")
    @Test
    void i11_whatIsGivenUpWithAnIntentExpires() {
        Lease open = taken(intent("d-1"));
        assertThat(await(open.release())).isTrue();
        Receipt earlier = found().orElseThrow();
        assertThat(await(leases.take(intent("d-2"), Optional.of(earlier)))).isPresent();
        Instant now = stores.clock.instant();
        Receipt givenUp = earlier.released(now, now.plusSeconds(100));
        assertThat(await(leases.withdraw(intent("d-2"), Optional.of(givenUp)))).isTrue();
        assertThat(found()).hasValue(givenUp);
        assertThat(millisLeft(RECEIPT)).isBetween(90_000L, 100_000L);
    }

    /** By another node, whose receipt knows nothing of the earlier one's time. */
    @Tag("I11")
    @Test
    void i11_whatAnIntentHasReplacedThatWasLetGoOfExpires() {
        anIntentThatHasBeenLetGoOfIsTakenBackToo();
        assertThat(millisLeft(RECEIPT)).isBetween(1L, KEPT.toMillis());
    }

    /** Until it is released, or runs out. */
    @Test
    @Tag("F56")
    void aLeaseThatOneNodeHasForgoneIsHeldForTheOthers() {
        taken(intent("d-1")).forgo();
        try (TestingRedisStores other = new TestingRedisStores(redis)) {
            assertThat(await(leases.held(TASK))).isFalse();
            assertThat(await(other.leases().held(TASK))).isTrue();
        }
    }

    /** Nor by an attempt that nothing has come of: its own request would wait for it. */
    @Test
    void aLeaseThatWasForgoneIsNotForgotten() {
        taken(intent("d-1")).forgo();
        assertThat(await(leases.take(intent("d-2"), Optional.empty()))).isEmpty();
        assertThat(await(leases.held(TASK))).isFalse();

        client.ask(Command.RENAME, RECEIPT, "kept");
        client.ask(Command.SET, RECEIPT, "no hash");
        assertThat(failureOf(leases.take(intent("d-3"), Optional.empty()))).isInstanceOf(NotTaken.class);
        assertThat(await(leases.held(TASK))).isFalse();
    }

    /** What comes first is the entry in the list; the lease is asked for only then. */
    @Test
    @Tag("I11")
    void i11_whereItIsSilentBeforeTheLeaseIsAskedForNoneIsTaken() {
        try (FaultyProxy proxy = FaultyProxy.before(redis.port());
                TestingRedisStores behind = TestingRedisStores.at(proxy.port(), Duration.ofMillis(500))) {
            proxy.swallow();
            Throwable cause = failureOf(behind.leases().take(intent("d-1"), Optional.empty()));
            assertThat(cause).isInstanceOf(NotTaken.class);
            assertThat(RedisFailures.isSilence(cause)).isTrue();
        }
    }

    /** Redis carries it out, and the answer is lost on the way. */
    private static Throwable unheard(FaultyProxy proxy, Receipt intent, Supplier<Future<Optional<Lease>>> take) {
        proxy.stopAt(intent.deletionId());
        Future<Optional<Lease>> taken = take.get();
        until(proxy::stopped);
        proxy.cutOneReplyAfter(0, FaultyProxy.Cut.CLOSE);
        proxy.goOn();
        return failureOf(taken);
    }

    @Tag("I11")
    @Test
    void i11_whatRedisHasRefusedToTakeIsNotTakenForCertain() {
        client.ask(Command.HSET, LEASE, "no", "lease");
        Throwable cause = await(leases.take(intent("d-1"), Optional.empty())
                .<Throwable>map(taken -> new AssertionError("taken"))
                .recover(Future::succeededFuture));
        assertThat(cause).isInstanceOf(NotTaken.class);
    }

    /** Nothing would finish it after a crash. */
    @Tag("I11")
    @Test
    void i11_whatRedisHasRefusedToNoteIsNotTakenEither() {
        client.ask(Command.SET, "tasksweep:open", "no set");
        assertThat(failureOf(leases.take(intent("d-1"), Optional.empty()))).isInstanceOf(NotTaken.class);
        assertThat(client.keys("tasksweep:*")).containsExactly("tasksweep:open");
    }

    /** As after the end of the service, whose deletions may outlast it. */
    @Test
    void afterTheEndOfItsClientRedisCannotBeReached() {
        try (TestingRedisStores closed = TestingRedisStores.at(redis.port(), Duration.ofSeconds(5))) {
            await(closed.leases().held(TASK));
            await(closed.commands.close());
            Throwable cause = failureOf(closed.leases().held(TASK));
            assertThat(RedisFailures.explain(cause).code()).isEqualTo(FailureCode.UNAVAILABLE);
        }
    }

    @Test
    void renewingHoldsTheLeaseForItsFullTime() {
        Lease lease = taken(intent("d-1"));
        client.ask(Command.PEXPIRE, LEASE, 5_000);

        assertThat(await(lease.renew())).isTrue();
        assertThat(millisLeft(LEASE)).isBetween(25_000L, 30_000L);
    }

    @Tag("F24")
    @Test
    void f24_aFullRedisStillTakesIntentAndReceipt() {
        client.ask(Command.CONFIG, "SET", "maxmemory", "1");
        settled("d-1");
        assertThat(found().map(Receipt::state)).hasValue(Receipt.State.DONE);
    }

    /** Unlike ours, this script deletes nothing first. */
    @Tag("F24")
    @Test
    void f24_aScriptThatAFullRedisRefusesSaysThatItIsFull() {
        client.ask(Command.CONFIG, "SET", "maxmemory", "1");
        Throwable refused =
                failureOf(stores.commands.eval("return redis.call('SET', KEYS[1], 'd-1')", List.of(LEASE), List.of()));
        assertThat(RedisFailures.explain(refused).code()).isEqualTo(FailureCode.OUT_OF_MEMORY);
    }

    @Test
    @Tag("F56")
    void givingTheLeaseBackTakesNothingFromTheListThatANewOwnerPutThere() {
        Lease ours = taken(intent("d-1"));
        await(stores.open().note(TASK, Duration.ofSeconds(31))); // as another node does before it asks for the lease

        assertThat(await(ours.settle(done("d-1"), Optional.empty()))).isTrue();
        assertThat(client.ask(Command.ZSCORE, "tasksweep:open", "task-1")).isPresent();
    }
}
