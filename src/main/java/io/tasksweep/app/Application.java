package io.tasksweep.app;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tasksweep.auth.ForgedTokens;
import io.tasksweep.auth.Tokens;
import io.tasksweep.bus.DeletionClient;
import io.tasksweep.bus.DeletionVerticle;
import io.tasksweep.bus.EventPublisher;
import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.CutOffDeletions;
import io.tasksweep.deletion.DeletionListener;
import io.tasksweep.deletion.DeletionPolicy;
import io.tasksweep.deletion.DeletionService;
import io.tasksweep.deletion.Erasure;
import io.tasksweep.deletion.LeftoverSweep;
import io.tasksweep.deletion.Resumption;
import io.tasksweep.deletion.RunningDeletions;
import io.tasksweep.deletion.SecondPass;
import io.tasksweep.deletion.Sweeper;
import io.tasksweep.deletion.TaskLook;
import io.tasksweep.http.ApiContract;
import io.tasksweep.http.ApiRoutes;
import io.tasksweep.http.Connections;
import io.tasksweep.http.HttpVerticle;
import io.tasksweep.observe.AuditLog;
import io.tasksweep.observe.DeletionMetrics;
import io.tasksweep.observe.ManagementVerticle;
import io.tasksweep.observe.StoreHealth;
import io.tasksweep.observe.SweepLog;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The service, wired by hand and closed in reverse order. */
final class Application {
    /** How much longer than the deletion itself an answer may take, in total. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** How much longer than all is well a connection may be idle: the idle timeout also cuts off requests that wait for their answer. */
    private static final Duration IDLE_MARGIN = Duration.ofSeconds(20);

    private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Settings settings;
    private final Parts open = new Parts();
    private final SweepLog sweepLog = new SweepLog();
    private final PrometheusMeterRegistry metrics;
    private volatile boolean accepting;
    private int httpPort;
    private int managementPort;

    Application(Vertx vertx, Settings settings, PrometheusMeterRegistry metrics) {
        this.vertx = vertx;
        this.settings = settings;
        this.metrics = metrics;
    }

    /** Fails if a part does not start; by then everything is closed again. */
    Future<Application> start() {
        return Future.<Void>succeededFuture()
                .compose(now -> started())
                .recover(cause -> close().transform(closed -> Future.failedFuture(cause)));
    }

    /** What blocks comes first, on the caller's thread: opening the audit log, and the stores, which load many classes. */
    private Future<Application> started() {
        Clock clock = new VertxClock(vertx);
        AuditLog log = auditLog(clock);
        Future<Void> logAdded = open.add(log::close);
        Stores stores = Stores.open(vertx, settings, clock);
        Future<Void> storesAdded = open.add(stores::close);
        Tokens tokens = new Tokens(
                vertx,
                settings.auth().keys(),
                settings.auth().audience(),
                settings.auth().issuer(),
                clock);
        return Future.join(logAdded, storesAdded)
                .compose(added -> ForgedTokens.refusedBy(
                        tokens, settings.auth().audience(), settings.auth().issuer()))
                .compose(safe -> ApiContract.load(vertx))
                .compose(contract -> serve(stores, clock, tokens, contract, log))
                .compose(served -> accept())
                .map(this);
    }

    private Future<Void> accept() {
        accepting = true;
        return open.add(() -> {
            accepting = false;
            return Future.succeededFuture();
        });
    }

    /** Deletions are deployed last, so they end first, while the ports are still open for their answers. */
    private Future<Void> serve(Stores stores, Clock clock, Tokens tokens, ApiContract contract, AuditLog log) {
        DeletionMetrics counts = new DeletionMetrics(metrics);
        AuditTrail audit = counts.counting(log);
        Sweeping sweeping = sweeping(stores, counts, audit, clock);
        counts.watch(sweeping.deletions()::size, log::lost);
        stores.circuits().forEach((kind, circuit) -> counts.watch(kind.label(), circuit::isOpen));
        ApiRoutes routes = new ApiRoutes(
                contract,
                tokens,
                new DeletionClient(vertx, settings.deletion().timeout().plus(MARGIN)),
                stores.receipts(),
                audit,
                settings.limits().bodyBytes());
        return http(routes)
                .compose(listening -> management(stores, log))
                .compose(listening ->
                        deploy(new DeletionVerticle(tokens, sweeping.deletions(), sweeping.sweeper(), audit, clock)))
                .compose(deleting -> deploy(new LeftoverVerticle(new LeftoverSweep(
                        stores.leftovers(),
                        stores.receipts(),
                        stores.leases(),
                        audit,
                        sweepLog,
                        clock,
                        settings.deletion().timeout()))));
    }

    /** The deletions that run on request, and the sweeper, which deletes on its own. */
    private record Sweeping(RunningDeletions deletions, Sweeper sweeper) {}

    private Sweeping sweeping(Stores stores, DeletionMetrics counts, AuditTrail audit, Clock clock) {
        DeletionPolicy policy = settings.deletion();
        DeletionListener listener =
                new Listeners(List.of(counts, new EventPublisher(vertx.eventBus(), clock), new CutOffDeletions(audit)));
        TaskLook look = new TaskLook(
                stores.registry(), stores.receipts(), stores.directories(), stores.objects(), clock, policy);
        Erasure erasure = new Erasure(stores.directories(), stores.objects(), stores.states(), clock);
        DeletionService service = new DeletionService(look, stores.leases(), erasure, listener, clock, policy);
        RunningDeletions deletions =
                new RunningDeletions(service, settings.limits().concurrentDeletions());
        SecondPass pass = new SecondPass(look, stores.leases(), erasure, audit, clock, policy);
        Resumption resumption = new Resumption(stores.receipts(), stores.leases(), deletions, pass, audit);
        return new Sweeping(
                deletions,
                new Sweeper(
                        stores.openDeletions(),
                        resumption,
                        sweepLog,
                        clock,
                        policy.timeout().multipliedBy(3)));
    }

    private AuditLog auditLog(Clock clock) {
        try {
            return AuditLog.to(settings.logs().auditFile(), clock);
        } catch (IOException unwritable) {
            throw new SettingsException(List.of(Settings.AUDIT_FILE + " cannot be opened for writing"));
        }
    }

    private Future<Void> http(ApiRoutes routes) {
        Duration idle = HttpVerticle.longestPause(settings.deletion().timeout()).plus(IDLE_MARGIN);
        List<HttpVerticle> servers = new ArrayList<>();
        HttpServerOptions where = new HttpServerOptions()
                .setHost(settings.http().host())
                .setPort(settings.http().port())
                .setIdleTimeout(Math.toIntExact(idle.toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        settings.tls().ifPresent(keys -> where.setSsl(true).setKeyCertOptions(keys));
        Connections connections = Connections.limited(settings.limits().bodyBytes());
        Supplier<HttpVerticle> server = () -> {
            HttpVerticle verticle = new HttpVerticle(routes, where, connections);
            servers.add(verticle);
            return verticle;
        };
        // with port 0, each instance would take a free port of its own
        int instances = settings.http().port() == 0 ? 1 : VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE;
        return vertx.deployVerticle(server, new DeploymentOptions().setInstances(instances))
                .onSuccess(id -> httpPort = servers.get(0).port())
                .compose(id -> open.add(() -> vertx.undeploy(id)));
    }

    private Future<Void> management(Stores stores, AuditLog log) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.management().host())
                .setPort(settings.management().port())
                .setIdleTimeout(60)
                .setHttp2ClearTextEnabled(false);
        StoreHealth health = new StoreHealth(watched(stores), HEALTH_PATIENCE);
        ManagementVerticle verticle = new ManagementVerticle(options, health, log, metrics, () -> accepting);
        return deploy(verticle).onSuccess(deployed -> managementPort = verticle.port());
    }

    private static Map<String, StoreHealth.Watched> watched(Stores stores) {
        Map<String, StoreHealth.Watched> all = new LinkedHashMap<>();
        stores.circuits()
                .forEach((kind, circuit) ->
                        all.put(kind.label(), new StoreHealth.Watched(circuit::check, circuit::isOpen)));
        return all;
    }

    private Future<Void> deploy(Deployable verticle) {
        return vertx.deployVerticle(verticle).compose(id -> open.add(() -> vertx.undeploy(id)));
    }

    int httpPort() {
        return httpPort;
    }

    int managementPort() {
        return managementPort;
    }

    /** Closes the newest part first; may be called while the service is still starting. */
    Future<Void> close() {
        return open.close();
    }
}
