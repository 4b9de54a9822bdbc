package io.tasksweep.app;

import io.tasksweep.deletion.DeletionListener;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.Receipt;
import java.util.List;

/** Several listeners as one. */
record Listeners(List<DeletionListener> all) implements DeletionListener {
    @Override
    public void cancelled(DeletionRequest request, String deletionId) {
        all.forEach(listener -> listener.cancelled(request, deletionId));
    }

    @Override
    public void started(DeletionRequest request, String deletionId) {
        all.forEach(listener -> listener.started(request, deletionId));
    }

    @Override
    public void finished(DeletionRequest request, DeletionResult result) {
        all.forEach(listener -> listener.finished(request, result));
    }

    @Override
    public void superseded(Receipt cutOff) {
        all.forEach(listener -> listener.superseded(cutOff));
    }
}
