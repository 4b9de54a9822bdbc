package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.bus.Addresses;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives the events of tasks like any consumer on the bus, and checks the fields of each event against the reference. */
public final class TestingEvents {
    private static final String MARK = "testing.mark";
    private static final Map<String, String> TEXTS = Map.of(
            "event", "task\\.cancel|deletion\\.started|deletion\\.finished",
            "task_id", "[A-Za-z0-9][A-Za-z0-9._-]{0,127}",
            "deletion_id", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            "actor", ".{1,256}",
            "timestamp", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

    private final EventBus bus;
    private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
    private final Map<String, Promise<Void>> marks = new ConcurrentHashMap<>();

    private TestingEvents(EventBus bus) {
        this.bus = bus;
    }

    /** Everything from now on. */
    public static TestingEvents of(EventBus bus) {
        TestingEvents events = new TestingEvents(bus);
        var consumer = bus.<JsonObject>consumer(Addresses.EVENTS, message -> events.hear(message.body()));
        await(consumer.completion());
        return events;
    }

    private void hear(JsonObject event) {
        if (!MARK.equals(event.getString("event"))) {
            Leaks.saw(Leaks.Outlet.EVENT, event.encode());
            heard.add(event);
            return;
        }
        Promise<Void> mark = marks.remove(event.getString("id"));
        if (mark != null) { // else it is another listener's
            mark.complete();
        }
    }

    private static void assertWhole(JsonObject event) {
        Map<String, Object> fields = new HashMap<>(event.getMap());
        assertThat(fields.remove("force")).as(event.encode()).isInstanceOf(Boolean.class);
        if ("deletion.finished".equals(event.getString("event"))) {
            assertThat(fields.remove("status")).as(event.encode()).isIn("success", "partial_failed", "failed");
        }
        assertThat(fields.keySet()).as(event.encode()).isEqualTo(TEXTS.keySet());
        TEXTS.forEach((name, form) -> assertThat(event.getString(name)).matches(form));
    }

    /** What was published before this call. */
    public List<JsonObject> all() {
        Promise<Void> mark = Promise.promise();
        String id = UUID.randomUUID().toString();
        marks.put(id, mark);
        bus.publish(Addresses.EVENTS, new JsonObject().put("event", MARK).put("id", id)); // comes after those
        await(mark.future());
        heard.forEach(TestingEvents::assertWhole);
        return List.copyOf(heard);
    }

    /** Their names alone. */
    public List<String> names() {
        return all().stream().map(event -> event.getString("event")).toList();
    }
}
