package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.FaultyProxy.Cut;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.tasksweep.testing.TestingService.Said;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What balancers and dashboards are told while one store is out, after deletions of every kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagementPortTest {
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(tasksweep_\\w+)` \\| ([^|]*) \\| (.*) \\|$");
    private static final Pattern WORD = Pattern.compile("`(\\w+)`");
    private static final Pattern SERIES =
            Pattern.compile("(?m)^(tasksweep_\\w+?)(_bucket|_count|_sum|_max)?(\\{.*})? ");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final TestingPlatform platform = TestingPlatform.start();
    private final FaultyProxy objects = FaultyProxy.before(platform.objects().port());
    private final TestingService service = TestingService.on(platform, Map.of("minio.port", objects.port()));

    @BeforeAll
    void everyKindOfDeletion() {
        platform.task("task-done", "pending", "SUCCESS");
        platform.task("task-running", "pending", "IN_PROGRESS");
        platform.task("task-partial", "pending", "SUCCESS");
        platform.object("task-objects/result", "x");
        assertThat(statusOf("task-done", false)).isEqualTo("success");
        assertThat(service.delete("task-running", false).code()).isEqualTo("task_active");
        assertThat(statusOf("task-running", true)).isEqualTo("success");
        until(service::isUp);
        objects.cutRepliesAfter(0, Cut.RESET);
        assertThat(statusOf("task-partial", false)).isEqualTo("partial_failed");
        assertThat(statusOf("task-objects", false)).isEqualTo("failed");
    }

    @AfterAll
    void close() {
        service.close();
        objects.close();
        platform.close();
    }

    private String statusOf(String task, boolean force) {
        return service.delete(task, force).body().getString("status");
    }

    @Test
    void aNodeWithOneStoreOutStaysInTheBalancerAndSaysWhichItIs() {
        Said ready = service.management("/health/ready");
        assertThat(ready.is(200, "DEGRADED")).as(ready.body()).isTrue();
        assertThat(new JsonObject(ready.body())
                        .getJsonArray("stores").stream()
                                .map(JsonObject.class::cast)
                                .filter(store -> !store.getString("status").equals("UP"))
                                .map(store -> store.getString("resource")))
                .containsExactly("minio");
    }

    @Test
    void aNodeThatStopsLeavesTheBalancerAndStillAnswersWhoeverWaits() {
        platform.task("task-held", "pending", "SUCCESS");
        try (FaultyProxy held = FaultyProxy.before(platform.objects().port())) {
            TestingService stopping = TestingService.on(platform, Map.of("minio.port", held.port()));
            CompletableFuture<Boolean> stop = new CompletableFuture<>();
            CompletableFuture<Void> stopped = stop.thenRunAsync(stopping::close);
            try {
                held.stopAt("?delete");
                CompletableFuture<Reply> answer =
                        stopping.deleteAtOnce(List.of("task-held")).get(0);
                until(held::stopped);
                stop.complete(true);
                until(() -> stopping.management("/health/ready").is(503, "DOWN"));
                held.goOn();
                assertThat(await(answer).body().getString("status")).isEqualTo("success");
            } finally {
                held.goOn();
                stop.complete(true);
                await(stopped);
            }
        }
    }

    @Test
    void eachMetricIsDocumentedWithItsLabelsAndTheOtherWayRound() throws IOException {
        assertThat(shown()).isEqualTo(documented());
    }

    @Test
    void eachStatusAndUnitIsAWordOfItsLineThere() throws IOException {
        Map<String, Set<String>> words = DOCUMENTED
                .matcher(page())
                .results()
                .collect(Collectors.toMap(line -> line.group(1), line -> words(line.group(3))));
        assertThat(SERIES.matcher(service.metrics()).results())
                .allSatisfy(series -> assertThat(words.get(series.group(1)))
                        .as(series.group())
                        .containsAll(statusesAndUnits(series)));
    }

    private static Set<String> statusesAndUnits(MatchResult series) {
        boolean timed = series.group(1).endsWith("_seconds"); // whose statuses are those of the counter above
        return labels(series).stream()
                .filter(label -> !timed && Set.of("status", "unit").contains(label.group(1)))
                .map(label -> label.group(2))
                .collect(Collectors.toSet());
    }

    private static Set<MatchResult> labels(MatchResult series) {
        String all = series.group(3) == null ? "" : series.group(3);
        return LABEL.matcher(all).results().collect(Collectors.toSet());
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs", "operations.md"));
    }

    private static Set<String> words(String text) {
        return WORD.matcher(text).results().map(word -> word.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names with the names of their labels. */
    private static Map<String, Set<String>> documented() throws IOException {
        return DOCUMENTED
                .matcher(page())
                .results()
                .collect(Collectors.toMap(line -> line.group(1), line -> words(line.group(2))));
    }

    /** Likewise; the bounds of a histogram are no label of ours. */
    private Map<String, Set<String>> shown() {
        Map<String, Set<String>> all = new TreeMap<>();
        SERIES.matcher(service.metrics())
                .results()
                .forEach(series -> labels(series).stream()
                        .map(label -> label.group(1))
                        .filter(name -> !name.equals("le"))
                        .forEach(all.computeIfAbsent(series.group(1), name -> new TreeSet<>())::add));
        return all;
    }
}
