package io.tasksweep.store.minio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;

class PromptSocketsTest {
    private final SocketFactory sockets = new PromptSockets();

    @Test
    void howeverASocketIsMadeItSendsAtOnceAndNothingOnceItIsClosed() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 10, here);
                Socket alone = sockets.createSocket();
                Socket byName = sockets.createSocket(here.getHostAddress(), server.getLocalPort());
                Socket byNameFrom = sockets.createSocket(here.getHostAddress(), server.getLocalPort(), here, 0);
                Socket byAddress = sockets.createSocket(here, server.getLocalPort());
                Socket byAddressFrom = sockets.createSocket(here, server.getLocalPort(), here, 0)) {
            for (Socket socket : List.of(alone, byName, byNameFrom, byAddress, byAddressFrom)) {
                assertThat(socket.getTcpNoDelay()).isTrue();
                assertThat(socket.getSoLinger())
                        .as("what is not sent when it is closed")
                        .isZero();
            }
        }
    }
}
