package io.tasksweep.app;

import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: starts the service, or checks its configuration. Exit codes: 0 success, 1 failure, 2 wrong configuration. */
@Command(
        name = "tasksweep",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Deletes all data of one task: its directory, its Redis state, its objects.",
        footer = {"", "Settings come from the file and from environment variables; conf/tasksweep.yaml documents each."
        })
public final class Main implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int MISTAKEN = 2;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The settings file (default: TASKSWEEP_CONFIG, else conf/tasksweep.yaml where it exists).")
    private @Nullable String config; // as typed: a value that is not a path is reported like any other mistake

    @Option(
            names = "--check",
            description = "Validate the configuration, reach each store, print a line each, and exit with 0 or 1;"
                    + " with 2 if the settings are wrong.")
    private boolean check;

    private final Optional<String> asItWasStarted;

    /** @param asItWasStarted why the JVM runs without our options although the operator has set none; else empty */
    private Main(Optional<String> asItWasStarted) {
        this.asItWasStarted = asItWasStarted;
    }

    public static void main(String[] arguments) {
        // Must be the first statement: every class loaded before it is loaded again after exec.
        Optional<String> asItWasStarted = Reexec.unlessOptionsAreGiven();
        int code = new CommandLine(new Main(asItWasStarted)).execute(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        try {
            Settings settings =
                    Settings.from(SettingsFile.chosen(Optional.ofNullable(config), System.getenv()), System.getenv());
            Logging.configure(settings.logs());
            settings.warnings().forEach(warning -> log().warn("{}", warning));
            return check ? StoreCheck.run(settings, System.out) : serve(settings);
        } catch (SettingsException wrong) {
            wrong.mistakes().forEach(err::println);
            return MISTAKEN;
        }
    }

    private Integer serve(Settings settings) {
        Logger log = log();
        asItWasStarted.ifPresent(why -> log.warn("The JVM runs without the options that suit it: {}", why));
        Service service = new Service(settings, new VertxOptions());
        Runtime.getRuntime().addShutdownHook(new Thread(service::stop, "tasksweep-stop"));
        try {
            service.start();
            return 0;
        } catch (StartException failed) {
            log.error("The service does not start: {}", failed.getMessage());
            return FAILED;
        }
    }

    /** Not a field: a static field would load the logging library before {@code main} runs. */
    private static Logger log() {
        return LoggerFactory.getLogger(Main.class);
    }

    /** The version that the build recorded. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"tasksweep " + BuildInfo.version()};
        }
    }
}
