package io.tasksweep.testing;

import io.vertx.core.net.NetSocket;

/** The two ends of a line through a proxy: each is closed with the other. That one breaks is not logged: it is what such proxies are for. */
final class Ends {
    private Ends() {}

    static void tie(NetSocket caller, NetSocket callee) {
        tie(caller, callee, () -> {});
    }

    /** @param left what happens when the caller has left */
    static void tie(NetSocket caller, NetSocket callee, Runnable left) {
        caller.exceptionHandler(broken -> {});
        callee.exceptionHandler(broken -> {});
        caller.closeHandler(closed -> {
            left.run();
            callee.close();
        });
        callee.closeHandler(closed -> caller.close());
    }
}
