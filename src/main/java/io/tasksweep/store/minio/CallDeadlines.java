package io.tasksweep.store.minio;

import io.tasksweep.domain.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.EventListener;
import org.jspecify.annotations.Nullable;

/** Has each call end at the deadline of the run that has begun it: what arrived after that might meet a new task. */
final class CallDeadlines extends EventListener {
    private static final ThreadLocal<@Nullable Deadline> CURRENT = new ThreadLocal<>();

    /** Runs what begins a call on this thread. */
    static <T> T until(Deadline deadline, Supplier<T> beginning) {
        CURRENT.set(deadline);
        try {
            return beginning.get();
        } finally {
            CURRENT.remove();
        }
    }

    @Override
    public void callStart(Call call) {
        Deadline deadline = CURRENT.get();
        if (deadline != null) {
            call.timeout().deadline(Math.max(1, deadline.remaining().toNanos()), TimeUnit.NANOSECONDS);
        }
    }
}
