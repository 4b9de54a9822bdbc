package io.tasksweep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.TestingService.Reply;
import java.util.List;

/** The same request again, of a task that is deleted already: I08. */
public final class Repeats {
    private static final List<String> STORES = List.of("local_directory", "redis", "minio");

    private Repeats() {}

    /** Each of three is answered alike, with nothing left to do, nothing to be warned of, and no error in the log. */
    public static void assertChangeNothing(TestingService service, String taskId) {
        String deletionId = service.receipt(taskId).body().getString("deletion_id");
        try (ErrorLog errors = ErrorLog.open()) {
            for (int i = 0; i < 3; i++) {
                assertNothingLeftToDo(service.delete(taskId, false), deletionId);
            }
            assertThat(errors.lines()).noneMatch(line -> line.startsWith("io.tasksweep"));
        }
    }

    private static void assertNothingLeftToDo(Reply repeat, String deletionId) {
        String told = repeat.body().encode();
        assertThat(repeat.status()).as(told).isEqualTo(200);
        assertThat(repeat.body().getString("status")).as(told).isEqualTo("success");
        assertThat(STORES).as(told).allMatch(store -> "skipped".equals(repeat.outcome(store)));
        assertThat(repeat.body().getString("deletion_id")).as(told).isEqualTo(deletionId);
        assertThat(repeat.body().getJsonArray("warnings")).as(told).isEmpty();
    }
}
