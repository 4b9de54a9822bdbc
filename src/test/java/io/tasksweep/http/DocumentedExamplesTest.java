package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.sandbox.SampleTask;
import io.tasksweep.testing.Answers;
import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.ServedPlatform;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that the documents show is run as pasted, and prints what they say it prints. */
class DocumentedExamplesTest {
    private static final List<String> DOCUMENTS = List.of(
            "README.md",
            "specs/003-delete-task-data/quickstart.md",
            "docs/technical/reference/SINGLE_TASK_API_REFERENCE.md");
    /** What differs from run to run, and what it looks like all the same. */
    private static final Map<String, String> SHAPES = Map.of(
            "deletion_id", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            "request_id", "[A-Za-z0-9][A-Za-z0-9._-]{0,127}",
            "timestamp", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,3}Z",
            "started_at", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,3}Z",
            "finished_at", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,3}Z",
            "expires_at", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,3}Z",
            "duration_ms", "\\d+");

    @RegisterExtension
    static final ServedPlatform SERVED = new ServedPlatform();

    private final TestingPlatform platform = SERVED.platform();
    private final TestingService service = SERVED.service();

    private static Path chinese(String document) {
        return Path.of(document.replace(".md", ".zh-CN.md"));
    }

    /** The English ones must be there. */
    static Stream<Path> documents() {
        return Stream.concat(DOCUMENTS.stream().map(Path::of), translated().map(DocumentedExamplesTest::chinese));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void everyExampleAnswersAsWritten(Path document) throws Exception {
        platform.clear();
        SampleTask.all().forEach(task -> task.seed(platform));
        String[] ids = SampleTask.all().stream().skip(1).map(SampleTask::id).toArray(String[]::new);
        try (Decoys decoys = Decoys.around(platform, SampleTask.all().get(0).id(), ids)) {
            runAll(document);
            decoys.assertUnchanged();
        }
    }

    private void runAll(Path document) throws Exception {
        List<String> differences = new ArrayList<>();
        List<DocumentedExample> examples = DocumentedExample.in(document);
        for (DocumentedExample example : examples) {
            JsonObject answer = example.run(service.httpPort(), TestingTokens.token("sandbox", TestingTokens.ALL));
            hold(example, answer);
            compare(example.name(), example.answer(), answer, differences);
        }
        assertThat(examples).isNotEmpty();
        assertThat(differences).as(document.toString()).isEmpty();
    }

    private static void hold(DocumentedExample example, JsonObject answer) {
        boolean problem = answer.containsKey("code");
        Answers.held(
                example.operationId(),
                problem ? answer.getInteger("status") : 200,
                problem ? "application/problem+json" : "application/json",
                answer);
    }

    private static void compare(String where, Object written, Object real, List<String> differences) {
        if (written instanceof JsonObject object && real instanceof JsonObject other) {
            TreeSet<String> fields = new TreeSet<>(object.fieldNames());
            fields.addAll(other.fieldNames());
            fields.forEach(field -> compareField(where + "." + field, field, object, other, differences));
        } else if (written instanceof JsonArray array
                && real instanceof JsonArray other
                && array.size() == other.size()) {
            for (int i = 0; i < array.size(); i++) {
                compare(where + "[" + i + "]", array.getValue(i), other.getValue(i), differences);
            }
        } else if (!String.valueOf(written).equals(String.valueOf(real))) {
            differences.add(where + " is " + real + ", not " + written);
        }
    }

    private static void compareField(
            String where, String field, JsonObject written, JsonObject real, List<String> differences) {
        String shape = SHAPES.get(field);
        boolean alike = shape != null
                && String.valueOf(written.getValue(field)).matches(shape)
                && String.valueOf(real.getValue(field)).matches(shape);
        if (!alike) {
            compare(where, written.getValue(field, "absent"), real.getValue(field, "absent"), differences);
        }
    }

    static Stream<String> translated() {
        return DOCUMENTS.stream().filter(name -> Files.exists(chinese(name)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("translated")
    void theChineseDocumentShowsTheSameExamples(String document) throws IOException {
        assertThat(DocumentedExample.in(chinese(document)))
                .extracting(DocumentedExample::name)
                .isEqualTo(DocumentedExample.in(Path.of(document)).stream()
                        .map(DocumentedExample::name)
                        .toList());
    }
}
