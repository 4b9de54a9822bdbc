package io.tasksweep.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection on which a test can send anything, in any pieces, and which it can end in any way. */
public final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int LITTLE = 2_048;

    private final Socket socket;
    private final InputStream in;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public static RawConnection open(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new RawConnection(socket);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Of a client that asks, and reads nothing. */
    public static RawConnection deaf(int port, String requests) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(LITTLE);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new RawConnection(socket).send(requests);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Sends a text, each character one byte. */
    public RawConnection send(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Sends a text for as long as the other side takes it. */
    public boolean trySend(String bytes) {
        try {
            send(bytes);
            return true;
        } catch (UncheckedIOException closed) {
            return false;
        }
    }

    /** The next answer; its status is 0 if the connection was closed instead. An answer of 100 has no body. */
    public RawHttp.Answer answer() {
        try {
            return RawHttp.read(in, true);
        } catch (SocketException reset) {
            return RawHttp.NONE;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** The first byte that comes; -1 if the connection is closed instead. */
    public int firstByte() {
        try {
            return in.read();
        } catch (SocketException reset) {
            return -1;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Every answer until the other side closes the connection; fails if it does not. */
    public List<RawHttp.Answer> answersUntilClosed() {
        List<RawHttp.Answer> all = new ArrayList<>();
        for (RawHttp.Answer next = answer(); next.status() != 0; next = answer()) {
            all.add(next);
        }
        return all;
    }

    /** Says that nothing more will be sent (FIN). */
    public RawConnection finish() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Likewise, unless the other side has closed the connection before. */
    public RawConnection tryFinish() {
        try {
            return finish();
        } catch (UncheckedIOException closed) {
            return this;
        }
    }

    /** Breaks the connection off (RST). */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
