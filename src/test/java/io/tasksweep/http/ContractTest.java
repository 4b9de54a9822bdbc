package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.tasksweep.codec.ProblemCode;
import io.tasksweep.testing.Answers;
import io.tasksweep.testing.RawHttp;
import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.TestingContract;
import io.tasksweep.testing.TestingContract.Example;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract is a valid one, is what the service shows, is complete, and would notice a wrong answer. */
class ContractTest {
    private static final Path FILE = Path.of("specs/003-delete-task-data/contracts/delete-task-api.yaml");
    private static final TestingContract CONTRACT = TestingContract.read();

    static Stream<Example> examples() {
        return CONTRACT.examples();
    }

    static Stream<Example> problems() {
        return examples().filter(example -> example.status() != 200);
    }

    @Test
    void anIndependentParserAcceptsIt() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult parsed = new OpenAPIV3Parser().readLocation(FILE.toString(), null, options);
        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getPaths())
                .containsOnlyKeys("/v1/tasks/{task_id}/delete", "/v1/tasks/{task_id}/deletion");
    }

    @Test
    void theServiceShowsItByteForByteAndAsksForNoToken() throws IOException {
        try (TestingPlatform platform = TestingPlatform.start();
                TestingService service = TestingService.on(platform, Map.of())) {
            RawHttp.Answer shown = RawHttp.ask(
                    service.httpPort(), RawRequest.to("GET", "/openapi.yaml").without("Authorization"));
            assertThat(shown.status()).isEqualTo(200);
            assertThat(shown.body().getBytes(StandardCharsets.UTF_8)).isEqualTo(Files.readAllBytes(FILE));
        }
    }

    @Test
    void everyStatusHasAnExample() {
        assertThat(examples().map(Example::status).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(200, 400, 401, 403, 404, 405, 413, 415, 417, 429, 500, 503);
    }

    @Test
    void everyCodeOfTheServiceHasAnExampleAndThereIsNoOther() {
        String[] codes =
                Arrays.stream(ProblemCode.values()).map(ProblemCode::label).toArray(String[]::new);
        assertThat(CONTRACT.codes()).containsExactlyInAnyOrder(codes);
        assertThat(problems().map(example -> example.value().getString("code")).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(codes);
    }

    @Test
    void everyOutcomeHasAnExample() {
        assertThat(examples()
                        .filter(example -> example.status() == 200)
                        .map(example -> example.value()
                                .getString("status", example.value().getString("state")))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("success", "partial_failed", "failed", "running", "incomplete", "done");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void isAnExampleThatTheContractAllows(Example example) {
        Answers.held(example.operationId(), example.status(), example.mediaType(), example.value());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("problems")
    void isAnExampleThatSaysWhatTheServiceWouldSayOfItsCode(Example example) {
        ProblemCode code = ProblemCode.valueOf(example.name().toUpperCase(Locale.ROOT));
        assertThat(example.value().getString("code")).isEqualTo(code.label());
        assertThat(example.value().getInteger("status")).isEqualTo(code.status());
        assertThat(example.value().getString("title")).isEqualTo(code.title());
        assertThat(example.value().getString("type")).endsWith("#" + code.label());
    }
}
