package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Pinging;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** F30 and F33: much in Redis, the task's or others', and other clients that should not notice. */
@Tag("faults")
class HugeStatesTest {
    private static final Logger LOG = LoggerFactory.getLogger(HugeStatesTest.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String TASK = "task-1";
    private static final String HUGE = TASK + ":whisper:segments";
    private static final int FIELDS = 5_000_000;
    private static final int STEP = 50_000;
    private static final int FOREIGN = 1_000_000;
    private static final int OWN = 10;
    private static final String FILL = "for i = ARGV[1], ARGV[2] do redis.call('HSET', KEYS[1], i, i) end return 1";

    @Test
    @Tag("F30")
    void aKeyOfFiveMillionFieldsIsUnlinkedAndNobodyHasToWait() {
        try (TestingPlatform platform = TestingPlatform.start();
                TestingService service = TestingService.on(platform, Map.of());
                Pinging other = Pinging.at(platform.redisPort())) {
            for (int from = 0; from < FIELDS; from += STEP) {
                platform.redis().ask(Command.EVAL, FILL, 1, HUGE, from, from + STEP - 1);
            }
            platform.redis().ask(Command.COPY, HUGE, "somebody-elses");
            other.longest();
            platform.redis().ask(Command.DEL, "somebody-elses");
            Duration inTheForeground = other.longest();
            Reply reply = service.delete(TASK, true);
            Duration unlinked = other.longest();

            LOG.warn("F30: longest PING {} with DEL, {} while the service deletes", inTheForeground, unlinked);
            assertThat(reply.outcome("redis")).isEqualTo("deleted");
            assertThat(inTheForeground).as("else this shows nothing").isGreaterThan(PAUSE);
            assertThat(unlinked).isLessThanOrEqualTo(PAUSE);
        }
    }

    @Test
    @Tag("F33")
    void tenKeysAmongAMillionForeignOnesAreFoundInTime() {
        try (TestingPlatform platform = TestingPlatform.start();
                TestingService service = TestingService.on(platform, Map.of());
                Pinging other = Pinging.at(platform.redisPort())) {
            platform.redis().ask(Command.DEBUG, "POPULATE", FOREIGN, "task-10:node");
            for (int i = 0; i < OWN; i++) {
                platform.state(TASK, "n" + i + ":f", TestingPlatform.state("pending", "f", "SUCCESS"));
            }
            platform.redis().countAnew();
            other.longest();
            long asked = System.nanoTime();
            Reply reply = service.delete(TASK, false);
            Duration took = Duration.ofNanos(System.nanoTime() - asked);
            Duration waited = other.longest();

            LOG.warn("F33: {} of {} keys in {}, longest PING meanwhile {}", OWN, FOREIGN, took, waited);
            assertThat(reply.body().getString("status")).isEqualTo("success");
            assertThat(reply.item("redis").getJsonObject("details").getInteger("keys"))
                    .isEqualTo(OWN);
            assertThat(took).isLessThanOrEqualTo(Duration.ofSeconds(5));
            assertThat(platform.redis().calls("scan")).isPositive();
            assertThat(platform.redis().calls("keys")).isZero();
            assertThat(platform.redis().ask(Command.DBSIZE).map(Object::toString))
                    .as("with the receipt")
                    .hasValue(Integer.toString(FOREIGN + 1));
            until(() -> platform.redis().ask(Command.FLUSHALL, "ASYNC").isPresent());
        }
    }
}
