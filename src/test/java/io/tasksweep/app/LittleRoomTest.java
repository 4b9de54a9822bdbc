package io.tasksweep.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.Launch;
import io.tasksweep.testing.ProcessFigures;
import io.tasksweep.testing.RawHttp;
import io.tasksweep.testing.RawHttp.Answer;
import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** F58: 64 MB of heap, and 256 descriptors with 200 clients at once, or unfinished requests of more than it can hold. */
@Tag("faults")
@Tag("F58")
class LittleRoomTest {
    private static final Logger LOG = LoggerFactory.getLogger(LittleRoomTest.class);
    private static final int CLIENTS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String HEADER = "X-Filler: " + "a".repeat(95) + "\r\n";
    private static final String DONE = "200 success";
    private static final Pattern BUSY = Pattern.compile("\"error\":\"busy\"");

    @Test
    void twoHundredClientsAreServedOrToldToComeBackAndItRecoversByItself() throws Exception {
        List<String> tasks =
                IntStream.range(0, CLIENTS).mapToObj("task-%03d"::formatted).toList();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (TestingPlatform platform = TestingPlatform.start();
                ServiceProcess service =
                        ServiceProcess.confined(platform, Map.of()).ready()) {
            tasks.forEach(task -> platform.task(task, "pending", "SUCCESS"));
            try (Decoys decoys = Decoys.around(platform, tasks)) {
                repeatUntilDone(clients, service, tasks);
                assertThat(tasks).noneMatch(platform::holds);
                assertThat(service.deleteAll(tasks.subList(0, 5)))
                        .allMatch(reply -> "success".equals(reply.body().getString("status")));
                assertThat(service.log()).doesNotContain("OutOfMemoryError");
                decoys.assertUnchanged();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    /** Without a token; of more than a heap of that size could hold, the oldest have to go. */
    @Test
    void unfinishedRequestsDoNotFillTheHeap() throws Exception {
        byte[] head = ("POST /v1/tasks/x/delete HTTP/1.1\r\nHost: here\r\n" + HEADER.repeat(70)).getBytes(US_ASCII);
        List<Socket> clients = new ArrayList<>();
        try (TestingPlatform platform = TestingPlatform.start();
                ServiceProcess service =
                        ServiceProcess.on(platform, Map.of(), Launch.confined()).ready()) {
            platform.task("task-1", "pending", "SUCCESS");
            for (int client = 0; client < 2_500; client++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
                clients.add(socket);
                socket.getOutputStream().write(head);
            }
            assertThat(service.deleteAll(List.of("task-1")))
                    .allMatch(reply -> "success".equals(reply.body().getString("status")));
            assertThat(service.log()).doesNotContain("OutOfMemoryError");
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private static void repeatUntilDone(ExecutorService clients, ServiceProcess service, List<String> tasks)
            throws Exception {
        long begin = System.nanoTime();
        int rounds = 1;
        Map<String, String> left = answers(clients, service.port(), tasks);
        while (!left.isEmpty() && System.nanoTime() - begin < LIMIT.toNanos()) {
            LOG.warn("left after round {}: {}", rounds, count(left));
            left = answers(clients, service.port(), List.copyOf(left.keySet()));
            rounds++;
        }
        assertThat(left).as(service.ended() + service.log()).isEmpty();
        LOG.warn(
                "{} clients, {} rounds in {} ms; resident {} MiB at most; then {}",
                tasks.size(),
                rounds,
                Duration.ofNanos(System.nanoTime() - begin).toMillis(),
                service.peakMebibytes(),
                ProcessFigures.of(service.pid()));
    }

    /** How many of each kind. */
    private static Map<String, Long> count(Map<String, String> answers) {
        return answers.values().stream()
                .collect(Collectors.groupingBy(
                        answer -> BUSY.matcher(answer).find() ? "200 in use" : answer.split(" ", 2)[0],
                        Collectors.counting()));
    }

    /** Asks for all at once; those that were put off, refused at the door, or not finished, are left for the next round. */
    private static Map<String, String> answers(ExecutorService clients, int port, List<String> tasks) throws Exception {
        List<Callable<String>> requests = tasks.stream()
                .<Callable<String>>map(task -> () -> answer(port, task))
                .toList();
        List<Future<String>> answers = clients.invokeAll(requests);
        Map<String, String> left = new TreeMap<>();
        for (int at = 0; at < tasks.size(); at++) {
            String answer = answers.get(at).get();
            if (!answer.equals(DONE)) {
                left.put(tasks.get(at), answer);
            }
        }
        return left;
    }

    private static String answer(int port, String task) {
        try {
            Answer answer = RawHttp.ask(port, RawRequest.deletion(task));
            assertThat(answer.status()).as(answer.body()).isIn(0, 200, 429, 503);
            boolean done =
                    answer.status() == 200 && "success".equals(answer.json().getString("status"));
            return done ? DONE : answer.status() + " " + answer.body();
        } catch (UncheckedIOException closed) {
            return String.valueOf(closed.getCause());
        }
    }
}
