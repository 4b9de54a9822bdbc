package io.tasksweep.store.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One caller's search for the keys of one task. The caller gets one page after the other, on the context on which it asked. */
final class Search {
    private final Context context;
    private final List<byte[]> names;
    private final List<KeyShape> shapes;
    private final Optional<Watch> watch;
    private final Function<List<byte[]>, Future<Void>> page;
    private final Promise<Void> ended = Promise.promise();
    private Future<Void> last = Future.succeededFuture();

    /**
     * @param names keys that are asked for one by one
     * @param watch is told which server is searched, if there is one
     * @param page takes the found keys, some at a time; if it fails, so does the search
     */
    Search(
            Vertx vertx,
            List<byte[]> names,
            List<KeyShape> shapes,
            Optional<Watch> watch,
            Function<List<byte[]>, Future<Void>> page) {
        this.context = vertx.getOrCreateContext();
        this.names = List.copyOf(names);
        this.shapes = List.copyOf(shapes);
        this.watch = watch;
        this.page = page;
    }

    /** Begins, or begins again, on that line. Returns the names that exist. */
    Future<List<byte[]>> on(Line line) {
        watch.ifPresent(kept -> kept.searchOn(line));
        return line.existing(names);
    }

    List<KeyShape> shapes() {
        return shapes;
    }

    boolean finds(byte[] key) {
        return TaskKeys.isOf(shapes, key);
    }

    /**
     * Hands keys on once the previous ones are done with. Succeeds when these are done with too, or when the search has ended without them.
     */
    Future<Void> take(List<byte[]> keys) {
        Promise<Void> taken = Promise.promise();
        context.runOnContext(go -> {
            last = last.transform(before -> hasEnded()
                    ? Future.succeededFuture()
                    : Future.succeededFuture(keys).compose(page));
            last.onFailure(ended::tryFail).onComplete(done -> taken.complete());
        });
        return taken.future();
    }

    /** Reports that all keys have been handed on. */
    void succeed() {
        context.runOnContext(go -> ended.tryComplete());
    }

    /** Reports that some keys may have been missed. Those that were handed on are still taken first, since they may say enough. */
    void fail(Throwable cause) {
        context.runOnContext(go -> last.onComplete(done -> ended.tryFail(cause)));
    }

    boolean hasEnded() {
        return ended.future().isComplete();
    }

    Future<Void> ended() {
        return ended.future();
    }
}
