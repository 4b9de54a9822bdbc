package io.tasksweep.bench;

import io.tasksweep.testing.RedisClient;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A script written without a thought for speed: walks the directory, lists the objects and scans the keys, and deletes each item on its
 * own, one store after the other. It runs in this JVM, so its start costs nothing.
 */
final class ScriptContestant implements Contestant {
    private final Arena arena;

    ScriptContestant(Arena arena) {
        this.arena = arena;
    }

    @Override
    public String name() {
        return Peer.SCRIPT.label();
    }

    @Override
    public void delete(Batch batch) throws IOException {
        for (String task : batch.tasks()) {
            walk(arena.share().root().resolve(task));
            arena.bucket().list(task + "/").forEach(arena.bucket()::remove);
            scan(arena.keys().client(), task + ":*:*");
        }
    }

    private static void walk(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException cause) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void scan(RedisClient redis, String pattern) {
        String cursor = "0";
        do {
            Response page = redis.ask(Command.SCAN, cursor, "MATCH", pattern, "COUNT", 1_000)
                    .orElseThrow();
            page.get(1).forEach(key -> redis.ask(Command.DEL, key.toString()));
            cursor = page.get(0).toString();
        } while (!cursor.equals("0"));
    }
}
