package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Clients that never finish: each sends the beginning of a request at once, then a little more now and then, until it is cut off. */
public final class Dripping implements AutoCloseable {
    private static final long EVERY_MILLIS = 100;

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final AtomicInteger open = new AtomicInteger();
    private final List<Future<Void>> cuts;

    private Dripping(int port, int clients, String begin, String drop) {
        cuts = await(Future.all(IntStream.range(0, clients)
                        .mapToObj(each -> client.connect(port, "127.0.0.1").map(socket -> drip(socket, begin, drop)))
                        .toList()))
                .list();
    }

    /** That many, all connected; each has sent {@code begin}, and goes on with {@code drop}, one character one byte. */
    public static Dripping into(int port, int clients, String begin, String drop) {
        return new Dripping(port, clients, begin, drop);
    }

    private Future<Void> drip(NetSocket socket, String begin, String drop) {
        Promise<Void> cut = Promise.promise();
        open.incrementAndGet();
        long timer = vertx.setPeriodic(EVERY_MILLIS, due -> socket.write(drop));
        socket.exceptionHandler(reset -> {});
        socket.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            open.decrementAndGet();
            cut.complete();
        });
        socket.write(begin);
        return cut.future();
    }

    /** How many are still connected. */
    public int open() {
        return open.get();
    }

    /** Succeeds when the server has cut all of them off. */
    public Future<Void> allCut() {
        return Future.all(cuts).mapEmpty();
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
