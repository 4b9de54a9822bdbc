package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;

import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A proxy before a server on the loopback address that breaks connections as networks do: one fault at a time, for existing and new
 * connections alike. The proxy can also stop at a given word of a request, which lets a test act at exactly that moment.
 */
public final class FaultyProxy implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final long NO_LIMIT = Long.MAX_VALUE;

    /** What becomes of a connection once the replies' limit is reached. */
    public enum Cut {
        /** Closed with RST. */
        RESET,
        /** Ended with FIN, as by a server that closes it properly. */
        CLOSE,
        /** Left open, and nothing passes any more. */
        SILENCE
    }

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final NetServer server = vertx.createNetServer(new NetServerOptions().setSoLinger(0));
    private final List<NetSocket> callers = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private String stopAt = "";
    private int stopsToSkip;
    private long delayMillis;
    private long repliesLeft = NO_LIMIT;
    private Cut cut = Cut.CLOSE;
    private boolean once;
    private int faults;
    private final Set<NetSocket> spoilt = new HashSet<>();

    private FaultyProxy() {}

    /** Passes everything on to that port, until told otherwise. */
    public static FaultyProxy before(int port) {
        FaultyProxy proxy = new FaultyProxy();
        proxy.server.connectHandler(caller -> proxy.join(caller, port));
        await(proxy.server.listen(0, HOST));
        return proxy;
    }

    public int port() {
        return server.actualPort();
    }

    private synchronized void join(NetSocket caller, int port) {
        callers.add(caller);
        caller.pause();
        caller.closeHandler(closed -> left(caller));
        client.connect(port, HOST).onFailure(refused -> caller.close()).onSuccess(callee -> {
            caller.handler(bytes -> ask(bytes, callee));
            callee.handler(bytes -> reply(bytes, caller));
            Ends.tie(caller, callee, () -> left(caller));
            caller.resume();
        });
    }

    private synchronized void left(NetSocket caller) {
        callers.remove(caller);
    }

    /** How many connections there are. */
    public synchronized int connections() {
        return callers.size();
    }

    private synchronized void ask(Buffer bytes, NetSocket callee) {
        boolean found = !stopAt.isEmpty() && text(bytes).contains(stopAt);
        if (found && stopsToSkip > 0) {
            stopsToSkip--;
            found = false;
        }
        if (repliesLeft <= 0 && cut == Cut.SILENCE) {
            faults++;
            return;
        }
        if (found || !held.isEmpty()) {
            held.add(() -> callee.write(bytes));
        } else {
            callee.write(bytes);
        }
    }

    private static String text(Buffer bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    private synchronized void reply(Buffer bytes, NetSocket caller) {
        if (spoilt.contains(caller)) {
            return;
        }
        Buffer passing = bytes.slice(0, (int) Math.min(bytes.length(), repliesLeft));
        repliesLeft -= repliesLeft == NO_LIMIT ? 0 : passing.length();
        boolean cutNow = repliesLeft <= 0;
        faults += cutNow || delayMillis > 0 ? 1 : 0;
        if (cutNow && once) {
            once = false;
            repliesLeft = NO_LIMIT;
            spoilt.add(caller);
        }
        if (delayMillis > 0) {
            vertx.setTimer(delayMillis, due -> caller.write(passing));
        } else if (passing.length() > 0) {
            var written = caller.write(passing);
            if (cutNow) {
                written.onComplete(flushed -> end(caller));
            }
        } else {
            end(caller);
        }
    }

    private synchronized void end(NetSocket caller) {
        if (cut == Cut.RESET) {
            caller.close(); // lingering for no time makes it RST
        } else if (cut == Cut.CLOSE) {
            DuplexChannel channel = (DuplexChannel)
                    ((NetSocketInternal) caller).channelHandlerContext().channel();
            Object ignored = channel.shutdownOutput(); // whoever hears it closes the rest
        }
    }

    /** How many replies it has cut, kept back or delayed so far, and requests that it has swallowed. */
    public synchronized int faults() {
        return faults;
    }

    /** After that many more bytes of replies, counted over all connections, each connection that gets a reply ends so. */
    public synchronized void cutRepliesAfter(long bytes, Cut how) {
        repliesLeft = bytes;
        cut = how;
    }

    /** The same for one connection only: the first that reaches the limit. */
    public synchronized void cutOneReplyAfter(long bytes, Cut how) {
        cutRepliesAfter(bytes, how);
        once = true;
    }

    /** Each reply comes that much later. */
    public synchronized void delayReplies(Duration time) {
        delayMillis = time.toMillis();
    }

    /** Nothing passes from now on; connections are accepted all the same. */
    public void swallow() {
        cutRepliesAfter(0, Cut.SILENCE);
    }

    /** Holds the request in which that word is, in whatever case, and all that comes after it. */
    public synchronized void stopAt(String word) {
        stopAt(word, 0);
    }

    /** Likewise, but lets the first few requests with that word pass. */
    public synchronized void stopAt(String word, int skip) {
        stopAt = word.toLowerCase(Locale.ROOT);
        stopsToSkip = skip;
    }

    /** Whether it has stopped at the word. */
    public synchronized boolean stopped() {
        return !held.isEmpty();
    }

    /** Hands over what was held, and stops no more. */
    public synchronized void goOn() {
        stopAt = "";
        held.forEach(Runnable::run);
        held.clear();
    }

    /** What was held never arrives, as if the line had broken just there. */
    public synchronized void drop() {
        held.clear();
        stopAt = "";
        cutAll();
    }

    /** Ends each connection there is; new ones are as good as any. */
    public synchronized void cutAll() {
        List.copyOf(callers).forEach(NetSocket::close); // each leaves the list as it is closed
        callers.clear();
    }

    /** Passes everything on again; what was spoilt before is closed. */
    public synchronized void heal() {
        goOn();
        delayMillis = 0;
        if (repliesLeft != NO_LIMIT) {
            cutAll();
        }
        repliesLeft = NO_LIMIT;
        once = false;
        spoilt.clear();
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
