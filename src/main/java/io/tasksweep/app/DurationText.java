package io.tasksweep.app;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How settings write a time: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 7d}. */
final class DurationText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private DurationText() {}

    /** Empty if the text is no duration. */
    static Optional<Duration> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(parts.group(1));
        return Optional.of(
                switch (parts.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                });
    }

    /** Also empty unless the duration is longer than zero and at most a year: timers and TTLs accept neither zero nor more. */
    static Optional<Duration> reasonable(String text) {
        return parse(text).filter(time -> !time.isZero() && time.compareTo(Duration.ofDays(366)) < 0);
    }
}
