package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.RawConnection;
import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.TestingCertificate;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The public port with a certificate: nothing else is spoken there than TLS 1.2 or later with HTTP/1.1 inside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;

    private final TestingCertificate certificate = TestingCertificate.of("ip:127.0.0.1");
    private final TestingPlatform platform = TestingPlatform.start();

    private TestingService service;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path chain = Files.writeString(folder.resolve("chain.pem"), certificate.certificatePem());
        Path key = Files.writeString(folder.resolve("key.pem"), certificate.keyPem());
        service = TestingService.secure(
                platform, Map.of("http.tls.certificate", chain.toString(), "http.tls.key", key.toString()));
    }

    @AfterAll
    void close() {
        service.close();
        platform.close();
    }

    @Test
    @Tag("B40")
    void aTaskIsDeletedOverTlsAndNotOverHttp2() throws Exception {
        platform.task("task-1", "pending", "SUCCESS");
        HttpClient client = HttpClient.newBuilder()
                .sslContext(certificate.trusting())
                .version(HttpClient.Version.HTTP_2)
                .build();
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(
                                URI.create("https://127.0.0.1:" + service.httpPort() + "/v1/tasks/task-1/delete"))
                        .header("Authorization", "Bearer " + TestingTokens.token("tls", TestingTokens.ALL))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getString("status")).isEqualTo("success");
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(platform.holds("task-1")).isFalse();
    }

    @Test
    void plainHttpGetsNoService() {
        platform.task("task-2", "pending", "SUCCESS");
        int records = service.audit().size();
        try (RawConnection plain = RawConnection.open(service.httpPort())) {
            assertThat(plain.send(RawRequest.deletion("task-2").wire()).firstByte())
                    .isNotEqualTo('H');
        }
        assertThat(platform.holds("task-2")).isTrue();
        assertThat(service.audit()).hasSize(records);
    }

    @Test
    void bothVersionsThatAreFitAreSpoken() throws IOException {
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (SSLSocket socket = (SSLSocket) certificate
                    .trusting()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), service.httpPort())) {
                socket.setEnabledProtocols(new String[] {version});
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            }
        }
    }

    /** Before its end a connection is neither counted nor watched: nothing else would end it. */
    @Test
    void whoeverDoesNotBeginTheHandshakeIsCutOff() throws IOException {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), service.httpPort())) {
            silent.setSoTimeout(5_000);
            assertThat(silent.getInputStream().readAllBytes()).isEmpty();
        }
    }

    /** The JDK would not even try. That nothing but the version is wrong, the same with TLS 1.2 shows. */
    @Test
    void olderVersionsAreRefused() throws IOException {
        assertThat(answerToHello(3)).isEqualTo(HANDSHAKE);
        assertThat(answerToHello(2)).isIn(ALERT, -1);
        assertThat(answerToHello(1)).isIn(ALERT, -1);
    }

    /** The first byte, -1 if there is none: what comes after a hello of TLS 1.0 and as many, with suites for this kind of key. */
    private int answerToHello(int version) throws IOException {
        byte[] hello = new byte[52];
        byte[] head = {22, 3, 1, 0, 47, 1, 0, 0, 43, 3, (byte) version};
        System.arraycopy(head, 0, hello, 0, head.length);
        Arrays.fill(hello, head.length, head.length + 32, (byte) 7);
        byte[] suites = {0, 0, 4, (byte) 0xc0, 0x09, (byte) 0xc0, 0x23, 1, 0};
        System.arraycopy(suites, 0, hello, head.length + 32, suites.length);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.httpPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(hello);
            return socket.getInputStream().read();
        }
    }
}
