package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.Lease;
import io.tasksweep.deletion.NotTaken;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
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
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisLeasesTest {
    private static final TaskId TASK = new TaskId("task-1");
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

    private static Receipt intent(String deletionId) {
        TaskState active = new TaskState(1, Optional.of("it runs"), new TreeSet<>(Set.of("t1")), false);
        DeletionRequest request = new DeletionRequest(TASK, true, "tester", "request-1");
        return Receipt.intent(request, deletionId, active, Optional.empty(), Instant.parse("2026-11-24T10:00:00Z"), 2);
    }

    private static Receipt done(Receipt intent, Instant expiry) {
        return new Receipt(
                intent.taskId(),
                intent.deletionId(),
                Receipt.State.DONE,
                intent.force(),
                intent.actor(),
                intent.startedAt(),
                Optional.of(Instant.parse("2026-11-24T10:00:01Z")),
                Optional.of(expiry),
                Set.of(),
                0,
                intent.createdAt(),
                false,
                0,
                Optional.empty());
    }

    private Lease taken(Receipt intent) {
        return await(leases.take(intent, await(receipts.find(TASK)))).orElseThrow();
    }

    /** Until Redis forgets the key; below zero if it never does. */
    private long millisLeft(String key) {
        return client.ask(Command.PTTL, key)
                .map(Object::toString)
                .map(Long::parseLong)
                .orElse(0L);
    }

    @Test
    void leaseAndIntentComeTogetherAndTheIntentReadsAsItWasWritten() {
        Receipt intent = intent("d-1");
        taken(intent);

        assertThat(await(receipts.find(TASK))).hasValue(intent);
        assertThat(millisLeft(LEASE)).isBetween(25_000L, 30_000L);
        assertThat(client.ask(Command.HGET, RECEIPT, "fence").map(Object::toString))
                .hasValue("1");
        assertThat(client.ask(Command.ZSCORE, "tasksweep:open", "task-1")).isPresent();
    }

    @Test
    void nobodyElseGetsALeaseThatIsHeldAndItsIntentStays() {
        Receipt intent = intent("d-1");
        taken(intent);

        assertThat(await(leases.take(intent("d-2"), Optional.of(intent)))).isEmpty();
        assertThat(await(leases.held(TASK))).isTrue();
        assertThat(await(receipts.find(TASK))).hasValue(intent);
    }

    @Test
    void settlingWritesTheReceiptWithItsTimeAndGivesTheLeaseBack() {
        Receipt intent = intent("d-1");
        Receipt done = done(intent, Instant.now().plusSeconds(100));

        assertThat(await(taken(intent).settle(done, Optional.empty()))).isTrue();

        assertThat(await(receipts.find(TASK))).hasValue(done);
        assertThat(await(leases.held(TASK))).isFalse();
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

        assertThat(await(receipts.find(TASK)).map(Receipt::outstanding)).hasValue(Set.of(ResourceKind.MINIO));
        assertThat(client.ask(Command.TTL, RECEIPT).map(Object::toString)).hasValue("-1");
        assertThat(client.ask(Command.ZSCORE, "tasksweep:open", "task-1")).isPresent();
    }

    @Tag("I11")
    @Test
    void i11_aLeaseThatIsWithdrawnLeavesNoTrace() {
        await(taken(intent("d-1")).withdraw());
        assertThat(client.keys("*")).isEmpty();
    }

    @Tag("I11")
    @Test
    void i11_aLeaseThatIsWithdrawnPutsTheEarlierReceiptBackAsItWas() {
        await(taken(intent("d-1")).settle(done(intent("d-1"), Instant.now().plusSeconds(100)), Optional.empty()));
        SortedMap<String, String> before = client.snapshot();

        assertThat(await(taken(intent("d-2")).withdraw())).isTrue();

        assertThat(client.snapshot()).isEqualTo(before);
        assertThat(millisLeft(RECEIPT)).isBetween(95_000L, 100_000L);
    }

    @Tag("I11")
    @Test
    void i11_anIntentWhoseLeaseHasRunOutIsTakenBackAndOnceMoreIfNobodyHasHeardOfThat() {
        await(taken(intent("d-1")).settle(done(intent("d-1"), Instant.now().plusSeconds(100)), Optional.empty()));
        SortedMap<String, String> before = client.snapshot();
        Lease lease = taken(intent("d-2"));
        client.ask(Command.DEL, LEASE);

        assertThat(await(lease.withdraw())).isTrue();
        assertThat(client.snapshot()).isEqualTo(before);
        assertThat(await(lease.withdraw())).isTrue();
        assertThat(client.snapshot()).isEqualTo(before);
    }

    @Tag("I11")
    @Test
    void i11_anIntentWhoseLeaseNobodyHasHeardOfIsTakenBack() {
        await(taken(intent("d-1")).settle(done(intent("d-1"), Instant.now().plusSeconds(100)), Optional.empty()));
        SortedMap<String, String> before = client.snapshot();
        Optional<Receipt> seen = await(receipts.find(TASK));
        await(leases.take(intent("d-2"), seen));

        assertThat(await(leases.withdraw(intent("d-2"), seen))).isTrue();

        assertThat(await(receipts.find(TASK))).isEqualTo(seen);
        assertThat(await(leases.held(TASK))).isFalse();
        assertThat(millisLeft(RECEIPT)).isBetween(95_000L, 100_000L);
        client.ask(Command.DEL, "tasksweep:open"); // where it is noted in vain
        assertThat(client.snapshot()).isEqualTo(before);
    }

    /** A node takes it up to so many times without hearing of it, and takes all of that back; its clock is an hour ahead. */
    @Tag("I11")
    @Tag("F57")
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void i11_whatUnheardIntentsHaveReplacedKeepsItsTimeWhateverTheClockOfTheNode(int times) {
        await(taken(intent("d-1")).settle(done(intent("d-1"), Instant.now().plusSeconds(100)), Optional.empty()));
        Optional<Receipt> before = await(receipts.find(TASK));
        try (FaultyProxy proxy = FaultyProxy.before(redis.port());
                TestingRedisStores behind = TestingRedisStores.at(proxy.port(), Duration.ofSeconds(5))) {
            RedisLeases ahead = behind.leases(new RealClock(behind.vertx, Duration.ofHours(1)));
            Deque<Optional<Receipt>> seen = new ArrayDeque<>();
            for (int i = 0; i < times; i++) {
                seen.push(await(receipts.find(TASK)));
                Receipt next = intent("unheard-" + i);
                assertThat(unheard(proxy, next, () -> ahead.take(next, seen.element())))
                        .isNotInstanceOf(NotTaken.class);
                assertThat(await(receipts.find(TASK))).hasValue(next);
            }
            for (int i = times - 1; i >= 0; i--) {
                assertThat(await(ahead.withdraw(intent("unheard-" + i), seen.pop())))
                        .isTrue();
            }
        }
        assertThat(await(receipts.find(TASK))).isEqualTo(before);
        assertThat(millisLeft(RECEIPT)).isBetween(95_000L, 100_000L);
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
    void i11_whatIsNotThereOrAnothersIsNotTakenBack() {
        assertThat(await(leases.withdraw(intent("d-1"), Optional.empty()))).isFalse();
        taken(intent("d-2"));

        assertThat(await(leases.withdraw(intent("d-1"), Optional.empty()))).isFalse();
        assertThat(await(receipts.find(TASK))).hasValue(intent("d-2"));
        assertThat(await(leases.held(TASK))).isTrue();
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

    @Tag("F56")
    @Test
    void f56_whoLostTheLeaseWritesNothingMore() {
        Lease lost = taken(intent("d-1"));
        client.ask(Command.DEL, LEASE);
        Receipt ours = intent("d-2");
        taken(ours);

        assertThat(await(lost.renew())).isFalse();
        assertThat(await(lost.settle(done(intent("d-1"), Instant.now().plusSeconds(100)), Optional.empty())))
                .isFalse();
        assertThat(await(lost.withdraw())).isFalse();
        assertThat(await(receipts.find(TASK))).hasValue(ours);
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
        Receipt intent = intent("d-1");

        Lease lease = taken(intent);
        assertThat(await(lease.settle(done(intent, Instant.now().plusSeconds(100)), Optional.empty())))
                .isTrue();
        assertThat(await(receipts.find(TASK)).map(Receipt::state)).hasValue(Receipt.State.DONE);
    }

    @Test
    @Tag("F56")
    void givingTheLeaseBackTakesNothingFromTheListThatANewOwnerPutThere() {
        Lease ours = taken(intent("d-1"));
        await(stores.open().note(TASK, Duration.ofSeconds(31))); // as another node does before it asks for the lease

        assertThat(await(ours.settle(done(intent("d-1"), Instant.now().plusSeconds(100)), Optional.empty())))
                .isTrue();
        assertThat(client.ask(Command.ZSCORE, "tasksweep:open", "task-1")).isPresent();
    }
}
