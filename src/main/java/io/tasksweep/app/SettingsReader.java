package io.tasksweep.app;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings one by one: from the environment variable if it is set, else from the file, else the default. Collects every
 * mistake, so that an operator can fix them all at once. No message contains a value, which may be a secret in the wrong place.
 */
final class SettingsReader {
    /** No leading zeros, which some read as octal; always fits an {@code int}. */
    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,8}");

    static final int MOST_PORT = 65_535;

    private final Map<String, Object> file;
    private final Map<String, String> environment;
    private final Set<String> known = new HashSet<>();
    private final Set<String> mistakes = new LinkedHashSet<>(); // a setting may be read twice
    private final Set<String> warnings = new LinkedHashSet<>();

    /** @param file the settings file, flattened to keys like {@code http.port} */
    SettingsReader(Map<String, Object> file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    String text(Setting setting, String fallback) {
        return optional(setting).orElse(fallback);
    }

    /** @param wanted the message for a value that does not fit: what it must be */
    String text(Setting setting, String fallback, Predicate<String> fits, String wanted) {
        return parsed(setting, fallback, wanted, text -> Optional.of(text).filter(fits));
    }

    Optional<String> optional(Setting setting) {
        know(setting);
        return inEnvironment(setting).or(() -> inFile(setting));
    }

    /** Files that settings name. */
    NamedFiles files() {
        return new NamedFiles(this);
    }

    /** Lets the settings file have it, though it may not be asked for. */
    void know(Setting setting) {
        known.add(setting.key());
    }

    /** As with texts in the file, an empty variable is not set. */
    Optional<String> inEnvironment(Setting setting) {
        return Optional.ofNullable(environment.get(setting.variable())).filter(value -> !value.isEmpty());
    }

    Optional<String> inFile(Setting setting) {
        Optional<Object> value = inFile(setting.key());
        if (value.filter(given -> !isText(given)).isPresent()) {
            mistake(setting, "must be one text, not a list or a map");
        }
        return value.filter(SettingsReader::isText).map(String::valueOf);
    }

    /** As with variables, an empty text counts as not set. */
    private Optional<Object> inFile(String key) {
        return Optional.ofNullable(file.get(key)).filter(value -> !value.equals(""));
    }

    private static boolean isText(@Nullable Object value) {
        return value != null && !(value instanceof Collection || value instanceof Map);
    }

    int number(Setting setting, int fallback, int least, int most) {
        return parsed(
                setting,
                fallback,
                "must be a number from " + least + " to " + most,
                text -> Optional.of(text)
                        .filter(digits -> NUMBER.matcher(digits).matches())
                        .map(Integer::valueOf)
                        .filter(number -> number >= least && number <= most));
    }

    /** A port to listen on; 0 takes a free one. */
    int port(Setting setting, int fallback) {
        return number(setting, fallback, 0, MOST_PORT);
    }

    /** A port that another server listens on, so never 0. */
    int portOfOthers(Setting setting, int fallback) {
        return number(setting, fallback, 1, MOST_PORT);
    }

    boolean flag(Setting setting, boolean fallback) {
        return parsed(setting, fallback, "must be true or false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    Duration duration(Setting setting, Duration fallback) {
        return parsed(
                setting,
                fallback,
                "must be a duration like 250ms, 30s, 5m, 1h, 7d, of a year at most",
                DurationText::reasonable);
    }

    /** How long to wait for something: an hour at most. */
    Duration timeout(Setting setting, Duration fallback) {
        Duration timeout = duration(setting, fallback);
        if (timeout.compareTo(Duration.ofHours(1)) > 0) {
            mistake(setting, "must be an hour at most");
        }
        return timeout;
    }

    /** Zero means none, and is the default. */
    Duration durationOrNone(Setting setting) {
        return parsed(
                setting,
                Duration.ZERO,
                "must be a duration like 30s, 5m, 1h, 7d, of a year at most, or 0s",
                text -> DurationText.parse(text).filter(Duration::isZero).or(() -> DurationText.reasonable(text)));
    }

    String word(Setting setting, String fallback, String... words) {
        List<String> allowed = Arrays.asList(words);
        String wanted = "must be one of " + String.join(", ", allowed);
        return parsed(setting, fallback, wanted, text -> Optional.of(text).filter(allowed::contains));
    }

    /** A list in the file, or a comma-separated variable; nothing before or after a comma is an empty text. */
    List<String> list(Setting setting, List<String> fallback) {
        know(setting);
        Optional<String> set = inEnvironment(setting);
        if (set.isPresent()) {
            return Arrays.stream(set.get().split(",", -1)).map(String::strip).toList();
        }
        Optional<Object> given = inFile(setting.key());
        if (given.isEmpty()) {
            return fallback;
        }
        if (given.get() instanceof List<?> items && items.stream().allMatch(SettingsReader::isText)) {
            return items.stream().map(String::valueOf).toList();
        }
        mistake(setting, "must be a list of texts");
        return fallback;
    }

    /** A list of durations, each longer than the one before; none is zero or longer than a year. */
    List<Duration> durations(Setting setting, List<Duration> fallback) {
        List<Optional<Duration>> read =
                list(setting, List.of()).stream().map(DurationText::reasonable).toList();
        boolean set =
                inEnvironment(setting).isPresent() || inFile(setting.key()).isPresent();
        List<Duration> durations = read.stream().flatMap(Optional::stream).toList();
        boolean rising = IntStream.range(1, durations.size())
                .allMatch(at -> durations.get(at).compareTo(durations.get(at - 1)) > 0);
        if (durations.size() < read.size() || !rising) {
            mistake(
                    setting,
                    "must be a list of durations like 10s, 60s, of a year at most, each longer than the one before");
        }
        return set ? durations : fallback;
    }

    private <T> T parsed(Setting setting, T fallback, String wanted, Function<String, Optional<T>> parse) {
        Optional<String> text = optional(setting);
        Optional<T> value = text.flatMap(parse);
        if (text.isPresent() && value.isEmpty()) {
            mistake(setting, wanted);
        }
        return value.orElse(fallback);
    }

    void mistake(Setting setting, String what) {
        mistakes.add(setting + " " + what);
    }

    void warn(Setting setting, String what) {
        warnings.add(setting + " " + what);
    }

    /** What works, but not as it should. Each warning names the key and the variable, and none the value. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Throws every mistake, including keys of the file that no setting has asked for. */
    void throwMistakes() {
        file.keySet().stream()
                .filter(key -> !known.contains(key) && !isEmptySection(key))
                .sorted()
                .map(this::unknown)
                .distinct()
                .forEach(mistakes::add);
        if (!mistakes.isEmpty()) {
            throw new SettingsException(List.copyOf(mistakes));
        }
    }

    /** A value in braces is a map to YAML: what looks like a key below a setting may be its secret. */
    private String unknown(String key) {
        return known.stream()
                .filter(name -> key.startsWith(name + "."))
                .findFirst()
                .map(name -> name + " must not be a map")
                .orElse(key + " is not a setting");
    }

    private boolean isEmptySection(String key) {
        boolean empty = inFile(key).filter(value -> !value.equals(Map.of())).isEmpty();
        return empty && known.stream().anyMatch(name -> name.startsWith(key + "."));
    }
}
