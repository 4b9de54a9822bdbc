package io.tasksweep.bus;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** The name that a request has in logs, messages and answers: the caller's where it is a sane token, else one of ours. */
public final class RequestIds {
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private RequestIds() {}

    /** @param given what the caller sent, as often as they sent it */
    public static String sane(List<String> given) {
        return given.size() == 1 && SANE.matcher(given.get(0)).matches()
                ? given.get(0)
                : UUID.randomUUID().toString();
    }
}
