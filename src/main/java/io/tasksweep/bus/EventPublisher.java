package io.tasksweep.bus;

import io.tasksweep.codec.DeletionJson;
import io.tasksweep.deletion.DeletionListener;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;

/** Publishes what happens to tasks to everyone on the bus, at {@link Addresses#EVENTS}. */
public final class EventPublisher implements DeletionListener {
    private final EventBus bus;
    private final InstantSource clock;

    public EventPublisher(EventBus bus, InstantSource clock) {
        this.bus = bus;
        this.clock = clock;
    }

    @Override
    public void cancelled(DeletionRequest request, String deletionId) {
        publish("task.cancel", request, deletionId);
    }

    @Override
    public void started(DeletionRequest request, String deletionId) {
        publish("deletion.started", request, deletionId);
    }

    @Override
    public void finished(DeletionRequest request, DeletionResult result) {
        JsonObject event = event("deletion.finished", request, result.deletionId());
        bus.publish(Addresses.EVENTS, event.put("status", result.status().label()));
    }

    private void publish(String name, DeletionRequest request, String deletionId) {
        bus.publish(Addresses.EVENTS, event(name, request, deletionId));
    }

    private JsonObject event(String name, DeletionRequest request, String deletionId) {
        return new JsonObject()
                .put("event", name)
                .put("task_id", request.taskId().value())
                .put("deletion_id", deletionId)
                .put("force", request.force())
                .put("actor", request.actor())
                .put("timestamp", DeletionJson.instant(clock.instant()));
    }
}
