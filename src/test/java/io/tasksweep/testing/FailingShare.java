package io.tasksweep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.TestingService.Reply;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A platform whose share is about to fail, with a task in all three stores, the task's neighbours, and a service. */
public final class FailingShare implements AutoCloseable {
    public static final String TASK = "task-1";

    /** Further tasks, of no data yet, that may be deleted. */
    public static final List<String> OTHERS = List.of("stuck-a", "stuck-b", "plain-c");

    private final TestingPlatform platform;
    private final Optional<Mounts> mounts;
    private final Decoys decoys;
    private final TestingService service;

    private FailingShare(
            TestingPlatform platform,
            Optional<Mounts> mounts,
            Consumer<Path> beforeStart,
            Map<String, Object> further) {
        this.platform = platform;
        this.mounts = mounts;
        platform.task(TASK, "pending", "SUCCESS");
        decoys = Decoys.around(platform, TASK, OTHERS.toArray(String[]::new));
        beforeStart.accept(platform.share());
        service = TestingService.on(platform, further);
    }

    public static FailingShare start(Map<String, Object> further) {
        return new FailingShare(TestingPlatform.start(), Optional.empty(), share -> {}, further);
    }

    /**
     * On a file system of its own.
     *
     * @param mounts closed with this
     * @param mount mounts it at the share
     */
    public static FailingShare on(Mounts mounts, Consumer<Path> mount, Map<String, Object> further) {
        return on(mounts, mount, share -> {}, further);
    }

    /** @param beforeStart what happens to the share when all is there, before the service starts */
    public static FailingShare on(
            Mounts mounts, Consumer<Path> mount, Consumer<Path> beforeStart, Map<String, Object> further) {
        TestingPlatform platform = TestingPlatform.start();
        try {
            mount.accept(platform.share());
            return new FailingShare(platform, Optional.of(mounts), beforeStart, further);
        } catch (RuntimeException | Error cannot) { // the test is not run, or has failed already
            mounts.close();
            platform.close();
            throw cannot;
        }
    }

    public TestingPlatform platform() {
        return platform;
    }

    public TestingService service() {
        return service;
    }

    /** A path below the share. */
    public Path at(String name) {
        return platform.share().resolve(name);
    }

    public Reply delete() {
        return service.delete(TASK, false);
    }

    public CompletableFuture<Reply> deleteLater(String taskId) {
        return service.deleteAtOnce(List.of(taskId)).get(0);
    }

    /** {@code r+} or {@code r-}: the directory failed, the others are emptied, and the answer says so. */
    public String assertOnlyFilesFailed(Reply reply, boolean retriable) {
        String told = assertFilesFailed(reply, "partial_failed", retriable);
        assertThat(List.of(reply.outcome("redis"), reply.outcome("minio")))
                .as(told)
                .containsOnly("deleted");
        return told;
    }

    /** A repeat that finds the fault as it was: neither {@code skipped} nor 404. */
    public String assertStillFailed(boolean retriable) {
        Reply repeat = delete();
        String told = assertFilesFailed(repeat, "failed", retriable);
        assertThat(List.of(repeat.outcome("redis"), repeat.outcome("minio")))
                .as(told)
                .containsOnly("skipped");
        return told;
    }

    /** What the answer tells people of it: never where things are. */
    private String assertFilesFailed(Reply reply, String status, boolean retriable) {
        String told = reply.body().encode();
        assertThat(reply.status()).as(told).isEqualTo(200);
        assertThat(reply.body().getString("status")).as(told).isEqualTo(status);
        assertThat(reply.outcome("local_directory")).as(told).isEqualTo("failed");
        assertThat(reply.item("local_directory").getBoolean("retriable"))
                .as(told)
                .isEqualTo(retriable);
        assertThat(told)
                .doesNotContain(platform.share().toString())
                .doesNotContain(platform.share().getFileName().toString());
        return reply.item("local_directory").encode();
    }

    /** As without a fault. */
    public void assertDeleted(Reply reply) {
        String told = reply.body().encode();
        assertThat(reply.status()).as(told).isEqualTo(200);
        assertThat(reply.body().getString("status")).as(told).isEqualTo("success");
        assertNothingLeft();
    }

    /** I07, I08 and I02: one repeat, now that all is well, ends it; others find nothing to do. */
    public void assertRepeatEndsIt() {
        assertDeleted(delete());
        Repeats.assertChangeNothing(service, TASK);
        assertNothingLeft();
    }

    private void assertNothingLeft() {
        assertThat(Files.exists(at(TASK), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(platform.holds(TASK)).isFalse();
        assertThat(platform.redis().keys("tasksweep:open")).isEmpty();
        assertThat(platform.redis().keys("tasksweep:lease:*")).isEmpty();
        decoys.assertUnchanged();
    }

    /** The last receipt, as the service shows it. */
    public JsonObject receipt() {
        return service.receipt(TASK).body();
    }

    /** What is mounted goes before the directories that it is mounted on. */
    @Override
    public void close() {
        try (platform) {
            try (decoys;
                    service) {
                mounts.ifPresent(Mounts::thawAll);
            } finally {
                mounts.ifPresent(Mounts::close);
            }
        }
    }
}
