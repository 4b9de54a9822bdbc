package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;

/** A proxy before a server on the loopback address. While told to hold, it keeps all bytes back, so the server seems slow. */
public final class HoldingProxy implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final NetServer server = vertx.createNetServer();
    private final List<Runnable> held = new ArrayList<>();
    private boolean holding;

    private HoldingProxy() {}

    /** Passes everything on to that port, until told otherwise. */
    public static HoldingProxy before(int port) {
        HoldingProxy proxy = new HoldingProxy();
        proxy.server.connectHandler(caller -> proxy.join(caller, port));
        await(proxy.server.listen(0, HOST));
        return proxy;
    }

    public int port() {
        return server.actualPort();
    }

    private void join(NetSocket caller, int port) {
        caller.pause();
        client.connect(port, HOST).onFailure(refused -> caller.close()).onSuccess(callee -> {
            caller.handler(bytes -> passOn(bytes, callee));
            callee.handler(caller::write);
            Ends.tie(caller, callee);
            caller.resume();
        });
    }

    private synchronized void passOn(Buffer bytes, NetSocket callee) {
        if (holding) {
            held.add(() -> callee.write(bytes));
        } else {
            callee.write(bytes);
        }
    }

    /** From now on nothing reaches the server. */
    public synchronized void hold() {
        holding = true;
    }

    /** Hands over what was held, in the order in which it came, and holds no more. */
    public synchronized void goOn() {
        holding = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    /** How often somebody has tried to reach the server since it is held. */
    public synchronized int waiting() {
        return held.size();
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
