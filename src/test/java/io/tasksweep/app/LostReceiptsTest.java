package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.FailingRedis;
import io.tasksweep.testing.TestingService.Reply;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F60: all is deleted, and the last write, that of the receipt, fails. */
@Tag("F60")
class LostReceiptsTest {
    private static final String LAST_WRITE =
            "argv[2] ~= ''"; // of the script that writes the receipt and gives the lease back

    @Test
    void theDeletionSucceedsWithAWarningAndARepeatClosesTheOpenEntry() {
        try (FailingRedis failing = FailingRedis.start()) {
            failing.proxy().stopAt(LAST_WRITE);
            CompletableFuture<Reply> asked = failing.deleteLater();
            until(failing.proxy()::stopped);
            failing.proxy().drop();

            Reply reply = await(asked);

            failing.assertDeleted(reply);
            assertThat(reply.body().getJsonArray("warnings").encode()).contains("receipt could not be written");
            assertThat(failing.redis().keys("tasksweep:open"))
                    .as("an open entry")
                    .hasSize(1);
            Reply repeat = failing.delete();
            assertThat(repeat.body().getString("status")).isEqualTo("success");
            assertThat(repeat.outcome("redis")).isEqualTo("skipped");
            failing.assertNothingLeft();
            assertThat(failing.service().receipt(FailingRedis.TASK).body().getString("state"))
                    .isEqualTo("done");
        }
    }
}
