package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;

import io.tasksweep.bus.Addresses;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears what happens to tasks, as any consumer on the bus does. */
public final class TestingEvents {
    private static final String LAST = "testing.last";

    private final EventBus bus;
    private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
    private final Promise<Void> all = Promise.promise();

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
        if (LAST.equals(event.getString("event"))) {
            all.complete();
        } else {
            heard.add(event);
        }
    }

    /** What was published before this call; may be called once. */
    public List<JsonObject> all() {
        bus.publish(Addresses.EVENTS, new JsonObject().put("event", LAST)); // comes after those
        await(all.future());
        return List.copyOf(heard);
    }

    /** Their names alone; may be called once. */
    public List<String> names() {
        return all().stream().map(event -> event.getString("event")).toList();
    }
}
