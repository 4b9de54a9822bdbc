package io.tasksweep.store.files;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.TaskId;
import io.tasksweep.store.ResourceStoreContract;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on a real file system. What is special to files is in the tests next to this one. */
class DirectoryStoreTest extends ResourceStoreContract {
    @RegisterExtension
    final TestingShare share = new TestingShare();

    @Override
    protected ResourceStore store() {
        return share.store();
    }

    @Override
    protected void seed(TaskId taskId) {
        share.file(taskId + "/input.mp4", "a film");
        share.file(taskId + "/audio/segments/0001.wav", "a sound");
        share.link(taskId + "/latest", Path.of("audio"));
        share.directory(taskId + "/empty");
    }

    @Override
    protected SortedMap<String, String> snapshot() {
        return share.snapshot();
    }

    @Override
    protected boolean holds(TaskId taskId) {
        return share.exists(taskId.value()) || share.exists(".tasksweep/" + taskId);
    }
}
