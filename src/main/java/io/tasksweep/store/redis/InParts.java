package io.tasksweep.store.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Works on many keys, some at a time: Redis processes one part while the answer to another is read. A loop, which a part that ends at once
 * does not enter again: many parts take no more stack than one. Used on one context only.
 */
final class InParts {
    private static final int AT_ONCE = 2;

    private final List<byte[]> keys;
    private final int size;
    private final Function<List<byte[]>, Future<Void>> work;
    private final Promise<Void> done = Promise.promise();
    private int next;
    private int underWay;
    private boolean beginning;
    private @Nullable Throwable failure;

    private InParts(List<byte[]> keys, int size, Function<List<byte[]>, Future<Void>> work) {
        this.keys = keys;
        this.size = size;
        this.work = work;
    }

    /** Completes after the last part. Fails with the cause of the first part that fails, once those under way have ended. */
    static Future<Void> of(List<byte[]> keys, int size, Function<List<byte[]>, Future<Void>> work) {
        InParts parts = new InParts(keys, size, work);
        parts.goOn();
        return parts.done.future();
    }

    private void goOn() {
        if (beginning) {
            return; // from within the loop, which sees by itself that a part has ended
        }
        beginning = true;
        while (underWay < AT_ONCE && next < keys.size()) {
            int start = next;
            next = Math.min(start + size, keys.size());
            underWay++;
            Future.succeededFuture(keys.subList(start, next)).compose(work).onComplete(this::ended);
        }
        beginning = false;
        if (underWay == 0 && failure == null) {
            done.tryComplete();
        } else if (underWay == 0) {
            done.tryFail(failure);
        }
    }

    private void ended(AsyncResult<Void> part) {
        underWay--;
        if (part.failed() && failure == null) {
            next = keys.size();
            failure = part.cause();
        }
        goOn();
    }
}
