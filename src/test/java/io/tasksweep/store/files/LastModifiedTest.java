package io.tasksweep.store.files;

import static io.tasksweep.store.files.TestingShare.attempt;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LastModifiedTest {
    private static final Path TASK = Path.of("task-1");
    private static final Duration HOUR = Duration.ofHours(1);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant old = now.minus(HOUR.multipliedBy(5));

    @RegisterExtension
    final TestingShare share = new TestingShare();

    @BeforeEach
    void seed() {
        share.file("task-1/a/b/file", "content");
        share.file("task-1/c/file", "content");
        share.link("task-1/link", Path.of("../task-10"));
        share.shell("find task-1 -exec touch -h -d @" + old.getEpochSecond() + " {} +");
    }

    private void changed(String name, Instant when) {
        attempt(() -> Files.setLastModifiedTime(share.at(name), FileTime.from(when)));
    }

    private Instant newest(Duration patience) {
        return attempt(() -> {
            try (Folder root = Folder.at(share.root()).orElseThrow()) {
                return new LastModified(HOUR, patience)
                        .newest(root, TASK, root.attributes(TASK).orElseThrow());
            }
        });
    }

    private Instant newest() {
        return newest(Duration.ofSeconds(20));
    }

    @Test
    void ofOldDataTheNewestTimeIsTold() {
        assertThat(newest()).isEqualTo(old);
        changed("task-1/a/b/file", old.plusSeconds(60));
        assertThat(newest()).isEqualTo(old.plusSeconds(60));
    }

    @Test
    void oneYoungEntryAnywhereIsFound() {
        for (String name : new String[] {"task-1/a/b/file", "task-1/c", "task-1"}) {
            changed(name, now);
            assertThat(newest()).as(name).isEqualTo(now);
            changed(name, old);
        }
    }

    @Test
    void whatALinkLeadsToIsNoneOfItsBusiness() {
        share.file("task-10/young", "of the neighbour");
        assertThat(newest()).isEqualTo(old);
    }

    @Test
    void withoutTimeItTellsWhatItSawFirst() {
        changed("task-1/a/b/file", now);
        assertThat(newest(Duration.ZERO)).isEqualTo(old);
    }

    @Test
    void veryDeepTreesAreNotFollowedToTheirEnd() {
        share.directory("task-1/" + "d/".repeat(300));
        share.shell("find task-1 -exec touch -h -d @" + old.getEpochSecond() + " {} +");
        share.shell("touch task-1/" + "d/".repeat(200));
        assertThat(newest()).isEqualTo(old);
        share.shell("touch task-1/" + "d/".repeat(10));
        assertThat(newest()).isAfterOrEqualTo(now);
    }
}
