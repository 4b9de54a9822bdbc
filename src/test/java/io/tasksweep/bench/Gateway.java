package io.tasksweep.bench;

import io.tasksweep.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The S3 server: the one named by the environment ({@code S3_ENDPOINT}), else a Ceph RGW that is started here. */
final class Gateway implements AutoCloseable {
    private static final String SCRIPT = ".ci/ceph-rgw";
    private static final int FIRST_PORT = 32_000;
    private static final int PORTS = 700;

    private final Map<String, String> environment;
    private final Optional<Path> own;
    private final String bucket = "tasksweep-bench-" + ProcessHandle.current().pid();

    private Gateway(Map<String, String> environment, Optional<Path> own) {
        this.environment = environment;
        this.own = own;
    }

    /** @param work a directory of ours */
    static Gateway open(Path work) throws IOException, InterruptedException {
        if (System.getenv("S3_ENDPOINT") != null) {
            return new Gateway(System.getenv(), Optional.empty());
        }
        if (Tool.RADOSGW.path().isEmpty()) {
            throw new IllegalStateException("no S3 server: install one with `" + SCRIPT + " install`, as root");
        }
        Path directory = work.resolve("rgw");
        Path log = work.resolve("rgw.log");
        ChildProcess.run(List.of(SCRIPT, "start", directory.toString(), Integer.toString(port())), Map.of(), log);
        return new Gateway(printed(directory.resolve("env")), Optional.of(directory));
    }

    /** The server takes 41 from this one on. */
    private static int port() {
        int wanted = FIRST_PORT + 41 * new Random().nextInt(PORTS / 41);
        return FreePort.orOther(wanted) == wanted ? wanted : port();
    }

    private static Map<String, String> printed(Path file) throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            values.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return values;
    }

    /** What it is, in a word or two. */
    String told() {
        return own.isPresent()
                ? Tool.RADOSGW.version() + ", in memory, tcp_nodelay=1, placement group logs of 200 entries"
                : "the server that S3_ENDPOINT names";
    }

    /** Whether it ends with us, and all that is in it. */
    boolean isOwn() {
        return own.isPresent();
    }

    URI endpoint() {
        return URI.create(value("S3_ENDPOINT"));
    }

    String accessKey() {
        return value("S3_ACCESS_KEY");
    }

    String secretKey() {
        return value("S3_SECRET_KEY");
    }

    String region() {
        return environment.getOrDefault("S3_REGION", "us-east-1");
    }

    String bucket() {
        return bucket;
    }

    private String value(String name) {
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(() -> new IllegalStateException(name + " is not set"));
    }

    @Override
    public void close() {
        own.ifPresent(directory -> ChildProcess.output(List.of(SCRIPT, "stop", directory.toString())));
    }
}
