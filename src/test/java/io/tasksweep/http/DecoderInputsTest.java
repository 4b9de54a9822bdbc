package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.http.DecoderInputs.Bytes;
import io.tasksweep.testing.RawConnection;
import io.tasksweep.testing.RawHttp.Answer;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused before there is a request that could be explained: a status at most, the connection closed, nothing done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecoderInputsTest {
    private TestingPlatform platform;
    private TestingService service;
    private SortedMap<String, String> before;

    @BeforeAll
    void start() {
        platform = TestingPlatform.start();
        DecoderInputs.all().keySet().forEach(task -> platform.task(task, "pending", "SUCCESS"));
        before = platform.snapshot();
        service = TestingService.on(platform, Map.of());
    }

    /** Each has led to one record at most: two would mean that what lay behind it was taken for a request. */
    @AfterAll
    void close() {
        try {
            assertThat(service.audit().stream().map(record -> record.getString("task_id")))
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
        } finally {
            service.close();
            platform.close();
        }
    }

    static Collection<Bytes> all() {
        return DecoderInputs.all().values();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isClosedAndChangesNothing(Bytes input) {
        try (RawConnection connection = RawConnection.open(service.httpPort())) {
            List<Answer> answers = connection.send(input.wire()).answersUntilClosed();
            assertThat(answers).hasSizeLessThan(2);
            int status = answers.isEmpty() ? 0 : answers.get(0).status();
            assertThat(status).as(answers.toString()).isIn(input.statuses());
        }
        assertThat(platform.snapshot()).isEqualTo(before);
        assertThat(service.audit()).noneMatch(record -> "carried_out".equals(record.getString("decision")));
    }
}
