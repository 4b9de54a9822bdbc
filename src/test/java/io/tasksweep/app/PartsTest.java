package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PartsTest {
    private final List<String> closed = Collections.synchronizedList(new ArrayList<>());
    private final Parts parts = new Parts();

    private Supplier<Future<Void>> part(String name) {
        return () -> {
            closed.add(name);
            return Future.succeededFuture();
        };
    }

    @Test
    void theNewestIsClosedFirstAndOneThatFailsKeepsNoOtherOpen() {
        await(parts.add(part("one")));
        await(parts.add(() -> Future.failedFuture("broken")));
        await(parts.add(part("three")));
        await(parts.close());
        await(parts.close());
        assertThat(closed).containsExactly("three", "one");
    }

    @Test
    void whatIsOpenedAfterClosingHasBegunIsClosedAtOnce() {
        Promise<Void> slow = Promise.promise();
        await(parts.add(slow::future));
        Future<Void> closing = parts.close();
        assertThat(failureOf(parts.add(part("late")))).hasMessageContaining("closed");
        assertThat(closed).containsExactly("late");
        assertThat(closing.isComplete()).isFalse();
        slow.complete();
        await(closing);
    }
}
