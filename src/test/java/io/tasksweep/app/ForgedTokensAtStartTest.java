package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tasksweep.testing.TestingPlatform;
import io.vertx.core.VertxOptions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A service that would believe a token that anybody can make does not start. */
class ForgedTokensAtStartTest {
    /** Long enough to be taken for a secret; but HMAC fills a key up with zeros, so that it is the empty one. */
    @Test
    @Tag("B48")
    void aSecretOfZerosStopsTheStart() {
        try (TestingPlatform platform = TestingPlatform.start()) {
            Map<String, Object> settings = platform.settings();
            settings.put("auth.hmac-secret", "\0".repeat(32));
            Service service = Service.of(settings, Map.of(), new VertxOptions());
            try {
                assertThatThrownBy(service::start)
                        .isInstanceOf(StartException.class)
                        .hasMessage("a forged token was believed");
            } finally {
                service.stop();
            }
        }
    }
}
