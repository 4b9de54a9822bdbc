package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.RawHttp;
import io.tasksweep.testing.RawHttp.Answer;
import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.TestingEvents;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be refused, sent as bytes: the documented answer, one audit record, and nothing changed in any store (I11). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputsTest {
    private static final int BOMBS = 25;
    private static final int SOON_MILLIS = 2_000; // what is worked through takes far longer

    private TestingPlatform platform;
    private Decoys decoys;
    private TestingService service;
    private TestingEvents events;
    private SortedMap<String, String> before;

    @BeforeAll
    void fill() {
        platform = TestingPlatform.start();
        platform.task("task-1", "pending", "SUCCESS");
        platform.task("task-2", "pending", "SUCCESS");
        platform.task("task-running", "pending", "IN_PROGRESS");
        platform.redis().set("workflow_state:task-of-old", "{\"status\":\"completed\"}");
        platform.redis().set("tasksweep:lease:{task-2}", "somebody");
        decoys = Decoys.around(platform, "task-1");
        before = platform.snapshot();
        service = TestingService.on(platform, Map.of());
        events = TestingEvents.of(service.eventBus());
    }

    @AfterAll
    void close() {
        service.close();
        decoys.close();
        platform.close();
    }

    static Stream<BadInput> all() {
        return Stream.of(
                        BadIds.all(),
                        BadBodies.all(),
                        BadRequests.all(),
                        BadTokens.all(),
                        BadHeads.all(),
                        BadReceiptRequests.all())
                .flatMap(rows -> rows);
    }

    /** What is recorded beyond those, once it is at least so many. */
    private List<JsonObject> recordsAfter(int before, int least) {
        List<JsonObject> all = service.audit(before + least);
        return all.subList(before, all.size());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    @Tag("I09")
    @Tag("I11")
    void isRefusedAndChangesNothing(BadInput input) {
        int records = service.audit().size();
        Answer answer = RawHttp.ask(service.httpPort(), input.request());
        assertThat(answer.status()).as(answer.body()).isEqualTo(input.status());
        if (input.explained()) {
            Problems.assertExplained(input, answer);
        }
        input.further().accept(answer);
        int expected = input.audited() ? 1 : 0;
        assertThat(recordsAfter(records, expected))
                .hasSize(expected)
                .allMatch(record -> record.getString("request_id").equals(answer.header("X-Request-Id")));
        assertThat(platform.snapshot()).isEqualTo(before);
        assertThat(events.names()).as("nobody was told to cancel anything").isEmpty();
    }

    @Test
    @Tag("B06")
    void b06TheRecordOfABrokenIdIsOneLineWithNothingUnescaped() {
        int records = service.audit().size();
        RawHttp.ask(service.httpPort(), RawRequest.deletion("a%0d%0aX-Evil:1"));
        assertThat(recordsAfter(records, 1))
                .singleElement()
                .satisfies(record -> assertThat(record.getString("task_id")).isEqualTo("a%0d%0aX-Evil:1"));
    }

    @Test
    @Tag("B23")
    void b23WhatIsDeepOrLongIsRefusedAtOnce() {
        int records = service.audit().size();
        List<BadInput> inputs = BadBodies.deepAndLong().toList();
        inputs.forEach(input -> RawHttp.ask(service.httpPort(), input.request()));
        assertThat(recordsAfter(records, inputs.size()))
                .isNotEmpty()
                .allMatch(record -> record.getInteger("duration_ms") < SOON_MILLIS);
    }

    @Test
    @Tag("B24")
    void b24NoBodyIsWrittenToDisk() {
        String upload = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\ntrue\r\n--x--\r\n";
        Answer answer = RawHttp.ask(
                service.httpPort(),
                RawRequest.deletion("task-1")
                        .with("Content-Type: multipart/form-data; boundary=x")
                        .carrying(upload.getBytes(StandardCharsets.US_ASCII)));
        assertThat(answer.status()).isEqualTo(415);
        assertThat(Path.of("file-uploads")).doesNotExist();
        assertThat(Path.of(System.getProperty("java.io.tmpdir"), "file-uploads"))
                .doesNotExist();
    }

    @Test
    @Tag("B25")
    void b25WhatWouldSwellIsNotInflated() {
        BadInput bomb = BadBodies.bomb();
        RawHttp.ask(service.httpPort(), bomb.request());
        long before = allocatedByEventLoops();
        assertThat(before).as("it is the event loops that are looked at").isPositive();
        for (int i = 0; i < BOMBS; i++) {
            assertThat(RawHttp.ask(service.httpPort(), bomb.request()).status()).isEqualTo(415);
        }
        assertThat(allocatedByEventLoops() - before).isLessThan(BOMBS * BadBodies.SWOLLEN_BYTES / 4L);
    }

    /** All that was ever allocated there: what the collector has taken away again is counted, too. */
    private static long allocatedByEventLoops() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().contains("eventloop"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                .sum();
    }

    @Test
    @Tag("B44")
    void b44NoHeaderButTheTokenSaysWhoAsks() {
        int records = service.audit().size();
        RawHttp.ask(
                service.httpPort(),
                RawRequest.deletion("task-unknown")
                        .with("X-Forwarded-User: root", "X-Forwarded-For: 10.0.0.1", "X-Remote-User: root"));
        assertThat(recordsAfter(records, 1))
                .singleElement()
                .satisfies(record -> assertThat(record.getString("actor")).isEqualTo("raw"));
    }

    @Test
    @Tag("B54")
    void b54WithoutTheScopeForForceEveryTaskIsAnsweredAlike() {
        assertAlike(TestingTokens.token("raw", "tasks:delete"), "{\"force\":true}");
    }

    @Test
    @Tag("B56")
    void b56WithoutScopeEveryTaskIsAnsweredAlike() {
        assertAlike(TestingTokens.token("raw", ""), "");
    }

    /** But for the id that was asked for, and the request's own. */
    private void assertAlike(String token, String body) {
        assertThat(Stream.of("task-1", "task-running", "task-unknown")
                        .map(id -> RawRequest.deletion(id)
                                .authorized("Bearer " + token)
                                .json(body))
                        .map(request -> RawHttp.ask(service.httpPort(), request))
                        .map(answer -> answer.json().copy())
                        .peek(answer -> assertThat(answer.remove("request_id")).isNotNull())
                        .peek(answer -> assertThat(answer.remove("task_id")).isNotNull())
                        .distinct())
                .hasSize(1)
                .allMatch(answer -> answer.getInteger("status") == 403);
    }

    @Test
    @Tag("I02")
    void theNeighboursAreStillThere() {
        decoys.assertUnchanged();
    }
}
