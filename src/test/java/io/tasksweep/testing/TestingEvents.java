package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;

import io.tasksweep.bus.Addresses;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears what happens to tasks, as any consumer on the bus does. */
public final class TestingEvents {
    private static final String MARK = "testing.mark";

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

    /** What was published before this call. */
    public List<JsonObject> all() {
        Promise<Void> mark = Promise.promise();
        String id = UUID.randomUUID().toString();
        marks.put(id, mark);
        bus.publish(Addresses.EVENTS, new JsonObject().put("event", MARK).put("id", id)); // comes after those
        await(mark.future());
        return List.copyOf(heard);
    }

    /** Their names alone. */
    public List<String> names() {
        return all().stream().map(event -> event.getString("event")).toList();
    }
}
