package io.tasksweep.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tasksweep.domain.TaskId;
import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.TestingRedis;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database of several pages in which a task has some keys on each, behind a proxy that can hold up what is asked. */
final class SearchedRedis implements BeforeEachCallback, AfterEachCallback {
    static final int PAGES = 6;

    /** The keys of one task. */
    static final int OWN = 150;

    static final Duration LIMIT = Duration.ofSeconds(2);
    static final TaskId FIRST = new TaskId("task-1");
    static final TaskId SECOND = new TaskId("task-22");

    private final TestingRedis server = TestingRedis.start();
    final FaultyProxy proxy = FaultyProxy.before(server.port());
    final TestingRedisStores stores = TestingRedisStores.at(proxy.port(), LIMIT);

    /** Past the proxy. */
    final TestingRedisStores direct = TestingRedisStores.at(server.port(), LIMIT);

    /** Fills the database with the keys of {@link #FIRST} and of others. */
    @Override
    public void beforeEach(ExtensionContext context) {
        direct.client.ask(Command.DEBUG, "POPULATE", PAGES * Scan.COUNT, "foreign:key");
        seed(FIRST);
        direct.client.countAnew();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stores.close();
        direct.close();
        proxy.close();
        server.close();
    }

    void seed(TaskId taskId) {
        String script = "for i = 1, tonumber(ARGV[1]) do redis.call('SET', KEYS[1] .. ':node-' .. i .. ':f', '{}') end";
        direct.client.ask(Command.EVAL, script, 1, taskId.value(), OWN);
    }

    long scans() {
        return asked("scan");
    }

    /** How often Redis has been asked to do that. */
    long asked(String command) {
        return direct.client.calls(command);
    }

    Future<Void> search(TaskId taskId, Function<List<byte[]>, Future<Void>> page) {
        return stores.commands.search(
                List.of(), List.of(TestingRedisStores.PATTERNS.get(0).shape(taskId)), Optional.empty(), page);
    }

    static Function<List<byte[]>, Future<Void>> into(List<String> names) {
        return page -> {
            page.forEach(key -> names.add(new String(key, UTF_8)));
            return Future.succeededFuture();
        };
    }

    Search searching(TaskId taskId, List<String> names) {
        return searching(taskId, into(names));
    }

    Search searching(TaskId taskId, Function<List<byte[]>, Future<Void>> page) {
        return new Search(
                stores.vertx,
                List.of(),
                List.of(TestingRedisStores.PATTERNS.get(0).shape(taskId)),
                Optional.empty(),
                page);
    }

    /** Names found may come on any thread. */
    static List<String> names() {
        return Collections.synchronizedList(new ArrayList<>());
    }
}
