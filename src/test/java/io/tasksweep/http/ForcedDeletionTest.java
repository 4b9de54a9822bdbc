package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.bus.Addresses;
import io.tasksweep.testing.Background;
import io.tasksweep.testing.BlockedEventLoops;
import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.ServedPlatform;
import io.tasksweep.testing.TestingEvents;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Force on a task that is at work: workers hear of it before they lose anything, and the caller is told of the risk. */
class ForcedDeletionTest {
    @RegisterExtension
    static final ServedPlatform SERVED = new ServedPlatform();

    private final TestingPlatform platform = SERVED.platform();
    private final TestingService service = SERVED.service();
    private Decoys decoys;

    @BeforeEach
    void seed() {
        platform.clear();
        platform.task("task-1", "pending", "IN_PROGRESS");
        platform.task("task-done", "pending", "SUCCESS");
        decoys = Decoys.around(platform, "task-1", "task-done");
    }

    @AfterEach
    void close() {
        decoys.close();
    }

    @Test
    void theCancelEventComesBeforeAnythingIsDeleted() {
        List<String> before = names();
        CompletableFuture<List<String>> then = new CompletableFuture<>();
        TestingEvents events = TestingEvents.of(service.eventBus());
        Reply done = forcedWith(whenCancelled(then));
        assertThat(done.body().getString("status")).isEqualTo("success");
        assertThat(before).hasSize(5);
        assertThat(then).isCompletedWithValue(before);
        List<JsonObject> all = events.all();
        assertThat(all)
                .extracting(event -> event.getString("event"))
                .containsExactly("task.cancel", "deletion.started", "deletion.finished");
        assertThat(all).allMatch(event -> done.body().getString("deletion_id").equals(event.getString("deletion_id")));
        assertThat(all.get(0).getString("task_id")).isEqualTo("task-1");
        assertThat(all.get(0).getBoolean("force")).isTrue();
        assertThat(all.get(0).getString("actor")).isEqualTo("tester");
        decoys.assertUnchanged();
    }

    private Reply forcedWith(Handler<DeliveryContext<Object>> interceptor) {
        service.eventBus().addOutboundInterceptor(interceptor);
        try {
            return service.delete("task-1", true);
        } finally {
            service.eventBus().removeOutboundInterceptor(interceptor);
            BlockedEventLoops.drain(); // the interceptor blocks one on purpose
        }
    }

    /** Sees the stores at the moment of publishing: an interceptor runs before the publisher goes on. */
    private <T> Handler<DeliveryContext<T>> whenCancelled(CompletableFuture<List<String>> seen) {
        return delivery -> {
            if (delivery.message().address().equals(Addresses.EVENTS)
                    && delivery.body() instanceof JsonObject event
                    && "task.cancel".equals(event.getString("event"))) {
                // elsewhere: this thread is an event loop, which may not wait for a future of its own
                seen.complete(Background.supply(this::names).join());
            }
            delivery.next();
        };
    }

    /** What each store holds of the task. Names alone, for an event loop waits for them. */
    private List<String> names() {
        Stream<String> files = Stream.of("input/video.mp4", "stage/audio.wav")
                .filter(file -> Files.exists(platform.share().resolve("task-1").resolve(file)));
        Stream<String> objects =
                platform.objects().objects().keySet().stream().filter(key -> key.startsWith("task-1/"));
        Stream<String> keys = platform.redis().keys("task-1:*:*").stream();
        return Stream.of(files, objects, keys).flatMap(all -> all).toList();
    }

    @Test
    void theAnswerWarnsOfTheRiskAndTheReceiptRemembersTheForce() {
        Reply done = service.delete("task-1", true);
        assertThat(done.body().getBoolean("force")).isTrue();
        assertThat(done.body().getJsonArray("warnings"))
                .singleElement()
                .satisfies(warning -> assertThat((String) warning)
                        .contains(
                                "Force deleted an active task", "IN_PROGRESS", "may write again", "results are lost"));
        assertThat(platform.holds("task-1")).isFalse();
        assertThat(service.receipt("task-1").body().getBoolean("force")).isTrue();
        decoys.assertUnchanged();
    }

    @Test
    void aRefusedDeletionCancelsNothing() {
        TestingEvents events = TestingEvents.of(service.eventBus());
        SortedMap<String, String> before = platform.snapshot();
        assertThat(service.delete("task-1", false).code()).isEqualTo("task_active");
        assertThat(events.names()).isEmpty();
        assertThat(platform.snapshot()).isEqualTo(before);
    }

    @Test
    void forceOnAFinishedTaskCancelsNothingAndWarnsOfNothing() {
        TestingEvents events = TestingEvents.of(service.eventBus());
        Reply done = service.delete("task-done", true);
        assertThat(done.body().getJsonArray("warnings")).isEmpty();
        assertThat(events.names()).containsExactly("deletion.started", "deletion.finished");
        decoys.assertUnchanged();
    }
}
