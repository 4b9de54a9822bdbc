package io.tasksweep.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Function;

/** Work on many keys, some at a time and one part after the other. A loop: many parts would make too long a chain of futures. */
final class InParts {
    private final List<byte[]> keys;
    private final int size;
    private final Function<List<byte[]>, Future<Void>> work;
    private final Promise<Void> done = Promise.promise();

    private InParts(List<byte[]> keys, int size, Function<List<byte[]>, Future<Void>> work) {
        this.keys = keys;
        this.size = size;
        this.work = work;
    }

    /** Ends with the last part, or with the first that fails. */
    static Future<Void> of(List<byte[]> keys, int size, Function<List<byte[]>, Future<Void>> work) {
        InParts parts = new InParts(keys, size, work);
        parts.from(0);
        return parts.done.future();
    }

    private void from(int start) {
        if (start >= keys.size()) {
            done.complete();
            return;
        }
        int end = Math.min(start + size, keys.size());
        Future.succeededFuture(keys.subList(start, end))
                .compose(work)
                .onFailure(done::fail)
                .onSuccess(ended -> from(end));
    }
}
