package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tasksweep.testing.FaultyProxy.Cut;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line before an echo. */
class FaultyProxyTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Vertx vertx = Vertx.vertx();
    private final NetServer echo = vertx.createNetServer().connectHandler(caller -> caller.handler(caller::write));
    private FaultyProxy proxy;

    @BeforeEach
    void start() {
        await(echo.listen(0, "127.0.0.1"));
        proxy = FaultyProxy.before(echo.actualPort());
    }

    @AfterEach
    void close() {
        proxy.close();
        await(vertx.close());
    }

    /** All that comes until the line ends. */
    private String heard() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void aLineThatIsClosedEndsProperlyWithinTheReply(int bytes) throws IOException {
        proxy.cutRepliesAfter(bytes, Cut.CLOSE);
        assertThat(heard()).isEqualTo("hello".substring(0, bytes));
        assertThat(proxy.faults()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void aLineThatIsResetIsAnError(int bytes) {
        proxy.cutRepliesAfter(bytes, Cut.RESET);
        assertThatThrownBy(this::heard).isInstanceOf(SocketException.class);
        assertThat(proxy.faults()).isEqualTo(1);
    }

    @Test
    void onlyOneLineIsCutWhereOneIsAskedFor() throws IOException {
        proxy.cutOneReplyAfter(0, Cut.CLOSE);
        assertThat(heard()).isEmpty();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write('x');
            assertThat(socket.getInputStream().read()).isEqualTo('x');
        }
        assertThat(proxy.faults()).isEqualTo(1);
    }
}
