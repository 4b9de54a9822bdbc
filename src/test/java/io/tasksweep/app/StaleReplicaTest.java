package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.FailingRedis;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.redis.client.Command;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F25: what a replica does not hold may be held by its master; what it shows may be old. */
@Tag("F25")
@Tag("faults")
class StaleReplicaTest {
    @Test
    void f25AReplicaThatHoldsNothingIsNotBelieved() {
        try (FailingRedis failing = FailingRedis.start()) {
            failing.redis().ask(Command.DEL, FailingRedis.STATE_KEY);
            replicaOfNobody(failing);
            Reply unknown = failing.service().delete("nobody-knows-it", false);
            assertThat(unknown.status()).as("I05: never 404").isEqualTo(200);
            assertThat(unknown.outcome("redis")).isEqualTo("failed");
            Reply reply = failing.delete();
            failing.assertOnlyRedisFailed(reply, true);
            assertThat(reply.item("redis").getString("message")).contains("read-only replica");
            failing.redis().ask(Command.REPLICAOF, "NO", "ONE");
            assertThat(failing.delete().code())
                    .as("nothing is left, and no receipt could be written")
                    .isEqualTo("task_not_found");
            failing.assertNothingLeft();
        }
    }

    @Test
    void f25WorkThatAReplicaShowsIsReasonEnoughToRefuse() {
        try (FailingRedis failing = FailingRedis.start()) {
            failing.platform()
                    .state(FailingRedis.TASK, "ffmpeg:extract_audio", TestingPlatform.state("running", "f", "SUCCESS"));
            replicaOfNobody(failing);
            SortedMap<String, String> before = failing.platform().snapshot();
            assertThat(failing.delete().code()).isEqualTo("task_active");
            assertThat(failing.platform().snapshot()).as("I11").isEqualTo(before);
        }
    }

    private static void replicaOfNobody(FailingRedis failing) {
        int nobody = failing.platform().objects().port();
        failing.redis().ask(Command.REPLICAOF, "127.0.0.1", nobody);
    }
}
