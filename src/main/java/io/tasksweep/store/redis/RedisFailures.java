package io.tasksweep.store.redis;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.vertx.core.Future;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an error of Redis, or of the connection to it, means. The map's words are those with which Redis' error replies begin. */
final class RedisFailures {
    static final Failure MOVING = new Failure(FailureCode.BUSY, "Redis is moving the task's keys.");
    static final Failure CLUSTER_DOWN = unavailable("The Redis cluster is down.");
    static final Failure READ_ONLY = unavailable("Only a read-only replica of Redis answered.");
    /** What Redis has answered, or not answered, cannot be relied on. */
    static final Failure NO_SENSE = new Failure(FailureCode.BAD_ANSWER, "Redis gave an answer that makes no sense.");

    private static final Failure NOT_UNDERSTOOD =
            new Failure(FailureCode.BAD_ANSWER, "Redis did not understand a command.");

    private static final Map<String, Failure> BY_WORD = Map.ofEntries(
            Map.entry("LOADING", unavailable("Redis is loading its data.")),
            Map.entry("CLUSTERDOWN", CLUSTER_DOWN),
            Map.entry("MASTERDOWN", unavailable("The Redis master is down.")),
            Map.entry("NOREPLICAS", unavailable("Redis has too few replicas to take a write.")),
            Map.entry("MISCONF", unavailable("Redis cannot persist, and takes no writes.")),
            Map.entry("READONLY", READ_ONLY),
            Map.entry("TRYAGAIN", MOVING),
            Map.entry("MOVED", MOVING),
            Map.entry("ASK", MOVING),
            Map.entry("BUSY", new Failure(FailureCode.BUSY, "Redis is busy with a script.")),
            Map.entry("OOM", outOfMemory()),
            Map.entry("NOAUTH", credentials()),
            Map.entry("WRONGPASS", credentials()),
            Map.entry("DENIED", new Failure(FailureCode.ACCESS_DENIED, "Redis is in protected mode.")),
            Map.entry("NOPERM", new Failure(FailureCode.ACCESS_DENIED, "Redis denies this service a command or key.")));

    private static final Logger LOG = LoggerFactory.getLogger(RedisFailures.class);

    /** What the client says of a broken connection. Of a batch it keeps only the text of the exceptions. */
    private static final String LINE = "onnection|CONNECTION_CLOSED|ClosedChannelException|java\\.io\\.IOException";

    private static final Pattern BROKEN_LINE = Pattern.compile(LINE);

    private static final Pattern BATCH = Pattern.compile("^ERR \\[\\d+] ?");

    private static final Failure UNTRUSTED = new Failure(
            FailureCode.BAD_CREDENTIALS,
            "Redis' certificate is of no authority that this service trusts, or for another host.");

    /** What an error that begins with none of the words above may hold instead. The first one counts. */
    private static final List<Text> BY_TEXT = List.of(
            // a script's error hides the word
            new Text("OOM command not allowed", outOfMemory()),
            new Text("PKIX|No name matching|No subject alternative", UNTRUSTED),
            new Text("invalid password|without any password configured", credentials()),
            // a Redis that is not of the kind that the settings name: nothing but other settings can mend it
            new Text(
                    "DB index is out of range|not allowed in cluster mode|cluster support disabled|unknown command|"
                            + "No such master",
                    new Failure(
                            FailureCode.UNSUPPORTED,
                            "Redis is another one than the settings say: it lacks the database, the mode, the master"
                                    + " or a command.")),
            new Text(
                    LINE + "|max number of clients reached|^Client is closed\\z",
                    unavailable("Redis cannot be reached.")),
            new Text("^(ERR|WRONGTYPE)([ :]|\\z)", NOT_UNDERSTOOD));

    private record Text(Pattern pattern, Failure failure) {
        private Text(String pattern, Failure failure) {
            this(Pattern.compile(pattern), failure);
        }
    }

    private RedisFailures() {}

    static Failure explain(Throwable cause) {
        if (isUntrusted(cause)) {
            return UNTRUSTED;
        }
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof DoubtfulAnswer doubtful) {
                return doubtful.failure();
            }
            if (at instanceof TimeoutException) {
                return new Failure(FailureCode.TIMEOUT, "Redis did not answer in time.");
            }
            // asked first: what several servers have said comes in an IOException, too
            Optional<Failure> reported = worst(String.valueOf(at.getMessage()));
            if (reported.isPresent()) {
                return reported.get();
            }
            if (at instanceof IOException) {
                return unavailable("Redis cannot be reached.");
            }
        }
        LOG.error("Unexpected error of Redis", cause);
        return Failure.UNEXPECTED;
    }

    private static boolean isUntrusted(Throwable cause) {
        return Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
                .anyMatch(at -> at instanceof CertificateException || at instanceof CertPathBuilderException);
    }

    /** Whether nobody has answered, as opposed to an error that Redis itself reports, or to a server whose certificate is not trusted. */
    static boolean isSilence(Throwable cause) {
        if (isUntrusted(cause)) {
            return false;
        }
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof DoubtfulAnswer) {
                return false;
            }
            String message = unwrapped(String.valueOf(at.getMessage()));
            if (at instanceof TimeoutException) {
                return true;
            }
            Optional<Failure> told = worst(message);
            if (told.isPresent()) {
                return told.get().retriable() && isAboutTheLine(message);
            }
            if (at instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** Of several who have failed, whoever no repeat can mend; if there is none, the given cause. */
    static Throwable gravest(List<? extends Future<?>> asked, Throwable otherwise) {
        return asked.stream()
                .filter(Future::failed)
                .<Throwable>map(Future::cause)
                .filter(cause -> !explain(cause).retriable())
                .findFirst()
                .orElse(otherwise);
    }

    /** Whether a command, or in a batch one of several, met a key whose value has the wrong type. */
    static boolean isWrongType(Throwable cause) {
        return String.valueOf(cause.getMessage()).contains("WRONGTYPE");
    }

    private static boolean isAboutTheLine(String message) {
        return !BY_WORD.containsKey(message.split("[ :]", 2)[0])
                && BROKEN_LINE.matcher(message).find();
    }

    /** For a batch, the client numbers the errors, one per line: {@code ERR [0] NOPERM …}; the first is as good as any. */
    private static String unwrapped(String message) {
        return BATCH.matcher(message).replaceFirst("");
    }

    /** With several nodes, the client lists the error of each. A failure that no retry can mend comes first. */
    private static Optional<Failure> worst(String message) {
        List<Failure> told = Arrays.stream(message.split("\n- "))
                .flatMap(line -> reported(unwrapped(line)).stream())
                .toList();
        return told.stream()
                .filter(failure -> !failure.retriable())
                .findFirst()
                .or(() -> told.stream().findFirst());
    }

    private static Optional<Failure> reported(String message) {
        String word = message.split("[ :]", 2)[0];
        Failure known = BY_WORD.get(word);
        if (known != null) {
            return Optional.of(known);
        }
        return BY_TEXT.stream()
                .filter(text -> text.pattern().matcher(message).find())
                .map(Text::failure)
                .findFirst();
    }

    private static Failure outOfMemory() {
        return new Failure(FailureCode.OUT_OF_MEMORY, "Redis has no memory left for a write.");
    }

    private static Failure unavailable(String message) {
        return new Failure(FailureCode.UNAVAILABLE, message);
    }

    private static Failure credentials() {
        return new Failure(FailureCode.BAD_CREDENTIALS, "Redis does not accept this service's user or password.");
    }
}
