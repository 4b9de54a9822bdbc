package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tasksweep.testing.TestingPlatform;
import io.vertx.core.VertxOptions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that would believe a token that anybody can make does not start. */
class ForgedTokensAtStartTest {
    /** Long enough to be taken for a secret; but HMAC fills a key up with zeros, so that it is the empty one. */
    @ParameterizedTest
    @ValueSource(strings = {"tasksweep", "them"})
    @Tag("B48")
    void aSecretOfZerosStopsTheStartWhateverTheAudience(String audience) {
        try (TestingPlatform platform = TestingPlatform.start()) {
            Map<String, Object> settings = platform.settings();
            settings.put("auth.hmac-secret", "\0".repeat(32));
            settings.put("auth.audience", audience);
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
