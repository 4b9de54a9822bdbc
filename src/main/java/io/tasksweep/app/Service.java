package io.tasksweep.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running process: Vert.x and the application in it. */
public final class Service {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 25; // with CLOSE_SECONDS, less than the 30 after which a supervisor kills
    private static final long CLOSE_SECONDS = 3;

    private final Vertx vertx;
    private final Application application;

    /**
     * Reads the settings; nothing is opened yet.
     *
     * @param file the settings file, flattened to keys like {@code http.port}
     * @throws RuntimeException with every mistake in the settings
     */
    public static Service of(Map<String, Object> file, Map<String, String> environment, VertxOptions options) {
        return new Service(Settings.from(file, environment), options);
    }

    Service(Settings settings, VertxOptions options) {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        vertx = vertx(metrics, options);
        application = new Application(vertx, settings, metrics);
    }

    /** Vert.x with its own metrics; their labels hold nothing that a caller chooses. */
    static Vertx vertx(PrometheusMeterRegistry metrics, VertxOptions options) {
        options.setMetricsOptions(new MicrometerMetricsOptions()
                .setEnabled(true)
                .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS) // every reply has an address of its own
                .setLabels(EnumSet.of(Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME)));
        return Vertx.builder()
                .with(options)
                .withMetrics(new MicrometerMetricsFactory(metrics))
                .build();
    }

    /**
     * Opens the ports and returns when requests are accepted.
     *
     * @throws RuntimeException if the service does not start; everything is closed again
     */
    public void start() {
        try {
            application.start().await(START_SECONDS, TimeUnit.SECONDS);
            LOG.atInfo()
                    .addKeyValue("http_port", application.httpPort())
                    .addKeyValue("management_port", application.managementPort())
                    .addKeyValue("version", BuildInfo.version())
                    .log("ready");
        } catch (SettingsException wrong) {
            stop();
            throw wrong;
        } catch (Exception failed) { // await throws whatever the start failed with, checked or not
            stop();
            throw new StartException(failed);
        }
    }

    /** Finishes running deletions and closes everything; may be called again. */
    public void stop() {
        waited(application.close(), STOP_SECONDS);
        waited(vertx.close(), CLOSE_SECONDS); // not chained: a chain would end on an event loop that is gone by then
    }

    private static void waited(Future<Void> closing, long seconds) {
        try {
            closing.await(seconds, TimeUnit.SECONDS);
        } catch (Exception late) { // nothing is left to do but to say so: the process ends
            LOG.warn("Not everything was closed in time: {}", String.valueOf(late.getMessage()));
        }
    }

    public int httpPort() {
        return application.httpPort();
    }

    public int managementPort() {
        return application.managementPort();
    }

    /** The event bus of this node, for listeners and callers in the same process. */
    public EventBus eventBus() {
        return vertx.eventBus();
    }
}
