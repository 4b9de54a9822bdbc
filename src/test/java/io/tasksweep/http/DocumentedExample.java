package io.tasksweep.http;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A command of a document and the answer that the document promises: a marked block of bash, then one of JSON. */
record DocumentedExample(String name, String command, JsonObject answer) {
    private static final Pattern MARKED =
            Pattern.compile("<!-- example: (\\S+) -->\\s*```bash\\n(.*?)```\\s*```json\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile("<!-- example: (\\S+) -->");

    /** In the order in which a reader meets them. @throws AssertionError if a mark stands before anything else */
    static List<DocumentedExample> in(Path document) throws IOException {
        String text = Files.readString(document);
        List<DocumentedExample> all =
                MARKED.matcher(text).results().map(DocumentedExample::of).toList();
        if (all.size() != MARK.matcher(text).results().count()) {
            throw new AssertionError("A marked example of " + document + " is no pair of bash and JSON");
        }
        return all;
    }

    private static DocumentedExample of(MatchResult found) {
        return new DocumentedExample(found.group(1), found.group(2), new JsonObject(found.group(3)));
    }

    /** What the command prints when it is pasted into a shell; only the port is another one. */
    JsonObject run(int port, String token) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", command.replace(":8788/", ":" + port + "/"));
        shell.environment().put("TOKEN", token);
        Process process = shell.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(name + " failed: " + printed);
        }
        return new JsonObject(printed);
    }

    String operationId() {
        return command.contains("/deletion") ? "getDeletion" : "deleteTask";
    }
}
