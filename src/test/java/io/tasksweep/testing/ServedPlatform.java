package io.tasksweep.testing;

import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A platform and a service on it with its usual settings, shared by all tests of a class through a static field. */
public final class ServedPlatform implements AfterAllCallback {
    private final TestingPlatform platform = TestingPlatform.start();
    private final TestingService service = TestingService.on(platform, Map.of());

    public TestingPlatform platform() {
        return platform;
    }

    public TestingService service() {
        return service;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        service.close();
        platform.close();
    }
}
