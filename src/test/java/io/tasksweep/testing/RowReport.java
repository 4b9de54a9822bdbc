package io.tasksweep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId.Segment;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes the result of each test, with the rows that it proves, to {@code target/reliability/TIER.tsv}: rows, test, result and, if the
 * test did not run, the reason. {@code .ci/reliability} makes a page of that file. JUnit finds this listener through its service file.
 */
public final class RowReport implements TestExecutionListener {
    private static final String NO_ROW = "-";
    private static final Set<String> CONTAINERS = Set.of("class", "nested-class");

    private final Path file = Path.of("target", "reliability", tier() + ".tsv");
    private @Nullable TestPlan plan;
    private boolean begun;

    private static String tier() {
        String tags = System.getProperty("included.tests", "");
        return tags.isBlank() ? "verify" : tags.replaceAll("[^A-Za-z0-9-]", "_");
    }

    /** One JVM may run several plans, one after the other: they share the file. */
    @Override
    public synchronized void testPlanExecutionStarted(TestPlan started) {
        plan = started;
        if (!begun) {
            begun = true;
            write(List.of("# jdk " + System.getProperty("java.vm.name") + " " + System.getProperty("java.version")));
        }
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String reason = result.getThrowable().map(RowReport::reason).orElse("");
        if (test.isTest() || result.getStatus() == TestExecutionResult.Status.FAILED) {
            append(test, word(result), reason);
        } else if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            executionSkipped(test, reason);
        }
    }

    /** Whatever is inside has not run either. */
    @Override
    public synchronized void executionSkipped(TestIdentifier skipped, String reason) {
        Stream<TestIdentifier> inside = plan == null ? Stream.of() : plan.getDescendants(skipped).stream();
        Stream.concat(Stream.of(skipped), inside)
                .filter(one -> one.isTest() || !one.equals(skipped))
                .forEach(one -> append(one, "not-run", reason));
    }

    private static String word(TestExecutionResult result) {
        return switch (result.getStatus()) {
            case SUCCESSFUL -> "passed";
            case ABORTED -> "not-run";
            case FAILED -> "failed";
        };
    }

    /** Without what the system said of it, which names places of this machine. */
    private static String reason(Throwable cause) {
        return String.valueOf(cause.getMessage())
                .replaceFirst("^Assumption failed: (not run: )?", "")
                .replaceFirst("(?s): .*", "");
    }

    private void append(TestIdentifier test, String result, String reason) {
        List<Segment> segments = test.getUniqueIdObject().getSegments();
        String method = lastOf(segments, false);
        Set<String> rows =
                Rows.of(test.getTags().stream().map(tag -> tag.getName()).toList(), method, test.getDisplayName());
        String name = lastOf(segments, true).replaceFirst(".*[.]", "") + "." + method;
        write(List.of(String.join(
                "\t", rows.isEmpty() ? NO_ROW : String.join(",", rows), oneLine(name), result, oneLine(reason))));
    }

    /** The innermost class, or the innermost thing in it that has a name of its own. */
    private static String lastOf(List<Segment> segments, boolean container) {
        return segments.stream()
                .filter(part -> CONTAINERS.contains(part.getType()) == container)
                .filter(part ->
                        !part.getType().equals("engine") && !part.getValue().startsWith("#"))
                .map(part -> part.getValue().replaceFirst("[(].*", ""))
                .reduce("", (outer, inner) -> inner);
    }

    private static String oneLine(String text) {
        return text.lines().findFirst().orElse("").replace('\t', ' ').strip();
    }

    private void write(List<String> lines) {
        try {
            Files.createDirectories(file.getParent());
            boolean header = lines.get(0).startsWith("#");
            Files.write(
                    file,
                    lines,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    header ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
