package io.tasksweep.bench;

import io.tasksweep.testing.Launch;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The packaged service in a process of its own, called over HTTP on kept-alive connections. It answers after it has verified. */
final class ServiceContestant implements Contestant, AutoCloseable {
    static final String NAME = "service";

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int TRIALS = 3;

    private final ServiceProcess process;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Integer, ExecutorService> clients = new HashMap<>();
    private final String token = TestingTokens.token("bench", TestingTokens.ALL);

    private ServiceContestant(ServiceProcess process) {
        this.process = process;
    }

    /**
     * As an operator starts it, but that one deletion may take longer than a minute.
     *
     * @param further settings
     * @param jvm its options; none are its own defaults
     */
    static ServiceContestant start(Arena arena, Map<String, Object> further, List<String> jvm) {
        Map<String, Object> settings = arena.settings();
        settings.put("deletion.timeout", LIMIT.toMinutes() + "m");
        settings.putAll(further);
        ServiceProcess process = ServiceProcess.with(settings, Launch.only(jvm));
        try {
            return new ServiceContestant(ready(process, TRIALS));
        } catch (AssertionError dead) {
            process.close();
            throw dead;
        }
    }

    /** A busy machine may take longer than tests have patience for. */
    private static ServiceProcess ready(ServiceProcess process, int trials) {
        try {
            return process.ready();
        } catch (AssertionError late) {
            if (trials == 1) {
                throw late;
            }
            return ready(process, trials - 1);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    long peakMebibytes() {
        return process.peakMebibytes();
    }

    long residentMebibytes() {
        return process.residentMebibytes();
    }

    /** The time that processors have spent on it so far. */
    Duration used() {
        return ProcessHandle.of(process.pid())
                .flatMap(running -> running.info().totalCpuDuration())
                .orElseThrow();
    }

    @Override
    public void delete(Batch batch) throws IOException, InterruptedException {
        if (batch.size() == 1) {
            delete(batch.tasks().get(0));
            return;
        }
        List<Callable<Void>> requests =
                batch.tasks().stream().map(this::request).toList();
        for (Future<Void> answered : clients(batch.clients()).invokeAll(requests)) {
            try {
                answered.get();
            } catch (ExecutionException cause) {
                throw new IllegalStateException(cause.getCause());
            }
        }
    }

    private ExecutorService clients(int many) {
        return clients.computeIfAbsent(many, Executors::newFixedThreadPool);
    }

    private Callable<Void> request(String task) {
        return () -> {
            delete(task);
            return null;
        };
    }

    private void delete(String task) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + process.port() + "/v1/tasks/" + task + "/delete");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200 || !"success".equals(new JsonObject(answer.body()).getString("status"))) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    /** Asks it to end: what its JVM was told to write down at its end is written then. */
    @Override
    public void close() {
        clients.values().forEach(ExecutorService::shutdownNow);
        process.terminate();
        try (process) {
            process.exitCode();
        }
    }
}
