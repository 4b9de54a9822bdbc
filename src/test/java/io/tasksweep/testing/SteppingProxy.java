package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proxy before several servers on the loopback address. Counts the requests to all of them together, and stops everything before or
 * after a given request, which lets a test kill the client at exactly that point.
 */
public final class SteppingProxy implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final List<NetServer> fronts;
    private int asked;
    private int stopAt;
    private boolean carriedOut;
    private boolean stopped;
    private @Nullable NetSocket last;

    private SteppingProxy(int... ports) {
        fronts = Arrays.stream(ports).mapToObj(this::front).toList();
    }

    /** Passes everything on to these ports, until told otherwise. */
    public static SteppingProxy before(int... ports) {
        return new SteppingProxy(ports);
    }

    private NetServer front(int port) {
        NetServer server = vertx.createNetServer();
        server.connectHandler(caller -> join(caller, port));
        return await(server.listen(0, HOST));
    }

    /** Where it listens for that server, in the order in which they were named. */
    public int port(int server) {
        return fronts.get(server).actualPort();
    }

    private void join(NetSocket caller, int port) {
        caller.pause();
        client.connect(port, HOST).onFailure(refused -> caller.close()).onSuccess(callee -> {
            caller.handler(bytes -> ask(bytes, callee));
            callee.handler(bytes -> reply(bytes, callee, caller));
            Ends.tie(caller, callee);
            caller.resume();
        });
    }

    private synchronized void ask(Buffer bytes, NetSocket callee) {
        asked++;
        boolean now = asked == stopAt;
        stopped = stopped || (now && !carriedOut);
        if (!stopped) {
            last = now ? callee : last;
            callee.write(bytes);
        }
    }

    private synchronized void reply(Buffer bytes, NetSocket callee, NetSocket caller) {
        stopped = stopped || callee.equals(last);
        if (!stopped) {
            caller.write(bytes);
        }
    }

    /** The n-th request from now on, and nothing that follows, reaches its server. */
    public synchronized void stopBefore(int n) {
        asked = 0;
        stopAt = n;
        carriedOut = false;
    }

    /** The n-th request from now on is carried out, but nobody hears of it, and nothing that follows passes. */
    public synchronized void stopAfter(int n) {
        stopBefore(n);
        carriedOut = true;
    }

    /** Whether nothing passes any more. */
    public synchronized boolean stopped() {
        return stopped;
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
