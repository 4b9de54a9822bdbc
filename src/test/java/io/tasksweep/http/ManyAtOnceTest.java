package io.tasksweep.http;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.bus.Addresses;
import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.HoldingProxy;
import io.tasksweep.testing.TestingEvents;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryContext;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** B60: many requests at once, while the object store takes its time. */
class ManyAtOnceTest {
    private TestingPlatform platform;
    private HoldingProxy slow;
    private TestingService service;

    @BeforeEach
    void start() {
        platform = TestingPlatform.start();
        slow = HoldingProxy.before(platform.objects().port());
        service = TestingService.on(platform, Map.of("minio.port", slow.port()));
    }

    @AfterEach
    void close() {
        service.close();
        slow.close();
        platform.close();
    }

    @Test
    @Tag("B60")
    void b60AHundredRequestsForOneTaskShareOneDeletion() {
        platform.task("task-1", "pending", "SUCCESS");
        try (Decoys decoys = Decoys.around(platform, "task-1")) {
            TestingEvents events = TestingEvents.of(service.eventBus());
            AtomicInteger arrived = new AtomicInteger();
            service.eventBus().addInboundInterceptor(counting(arrived));
            slow.hold();
            List<CompletableFuture<Reply>> asked = service.deleteAtOnce(Collections.nCopies(100, "task-1"));
            until(() -> slow.waiting() > 0 && arrived.get() == 100);
            slow.goOn();
            List<Reply> answers = asked.stream().map(answer -> await(answer)).toList();
            assertThat(answers).allMatch(answer -> answer.status() == 200);
            assertThat(answers)
                    .allMatch(answer -> "success".equals(answer.body().getString("status")));
            assertThat(answers.stream()
                            .map(answer -> answer.body().getString("deletion_id"))
                            .distinct())
                    .hasSize(1);
            assertThat(events.names()).containsExactly("deletion.started", "deletion.finished");
            assertThat(service.audit(100).stream()
                            .collect(Collectors.groupingBy(
                                    record -> record.getString("decision"), Collectors.counting())))
                    .isEqualTo(Map.of("carried_out", 1L, "joined", 99L));
            assertThat(platform.holds("task-1")).isFalse();
            decoys.assertUnchanged();
        }
    }

    /** One more for each request for a deletion, as it arrives at whoever deletes. */
    private static Handler<DeliveryContext<Object>> counting(AtomicInteger arrived) {
        return delivery -> {
            if (delivery.message().address().equals(Addresses.DELETE)) {
                arrived.incrementAndGet();
            }
            delivery.next();
        };
    }

    @Test
    @Tag("B60")
    void b60TheSixtyFifthDifferentTaskIsToldToComeBackAndAllOthersAreDeleted() {
        List<String> ids =
                IntStream.rangeClosed(1, 65).mapToObj("bulk-%02d"::formatted).toList();
        ids.forEach(id -> platform.task(id, "pending", "SUCCESS"));
        try (Decoys decoys = Decoys.around(platform, ids)) {
            slow.hold();
            List<CompletableFuture<Reply>> asked = service.deleteAtOnce(ids);
            Object first = await(CompletableFuture.anyOf(asked.toArray(CompletableFuture<?>[]::new)));
            assertThat(((Reply) first).code()).isEqualTo("too_many_deletions");
            assertThat(((Reply) first).retryAfter()).matches("[1-9]\\d*");
            slow.goOn();
            Map<Integer, Long> statuses = asked.stream()
                    .map(answer -> await(answer).status())
                    .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
            assertThat(statuses).isEqualTo(Map.of(200, 64L, 429, 1L));
            String refused = ((Reply) first).body().getString("task_id");
            assertThat(ids).filteredOn(platform::holds).containsExactly(refused);
            assertThat(service.audit(65)).hasSize(65);
            decoys.assertUnchanged();
        }
    }
}
