package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/** A TLS proxy for a server on the loopback address that does not speak TLS. */
public final class TlsProxy implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final NetServer server;

    private TlsProxy(TestingCertificate shown) {
        server = vertx.createNetServer(new NetServerOptions().setSsl(true).setKeyCertOptions(shown.keys()));
    }

    public static TlsProxy before(int port, TestingCertificate shown) {
        TlsProxy proxy = new TlsProxy(shown);
        proxy.server.connectHandler(caller -> proxy.join(caller, port));
        await(proxy.server.listen(0, HOST));
        return proxy;
    }

    private void join(NetSocket caller, int port) {
        caller.pause();
        client.connect(port, HOST).onFailure(refused -> caller.close()).onSuccess(callee -> {
            caller.handler(callee::write);
            callee.handler(caller::write);
            Ends.tie(caller, callee);
            caller.resume();
        });
    }

    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
