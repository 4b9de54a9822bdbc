package io.tasksweep.http;

import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.TestingTokens;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Inputs that nobody has thought of: noise, and good ones with a few bytes changed. The same seed gives the same ones. */
final class RandomInputs {
    private static final String TOKEN = TestingTokens.token("raw", TestingTokens.ALL);
    private static final String BODY = "{\"force\":false}";
    private static final int BYTES = 256;
    private static final int LONGEST = 400;
    private static final int MOST_CHANGES = 5;

    private final Random random;

    RandomInputs(long seed) {
        random = new Random(seed);
    }

    /** A request as bytes; it may be anything. */
    String request() {
        String good = RawRequest.deletion("task-unknown").json(BODY).wire();
        return random.nextInt(4) == 0 ? noise() : changed(good);
    }

    /** A whole request with a body that may be anything. */
    String withBody() {
        String body = random.nextInt(3) == 0 ? noise() : changed(BODY);
        return RawRequest.deletion("task-unknown")
                .keptAlive()
                .json(body.getBytes(StandardCharsets.ISO_8859_1))
                .wire();
    }

    /** A whole request with a token that may be anything that a header can hold. */
    String withToken() {
        String token = random.nextInt(3) == 0 ? noise() : changed(TOKEN);
        String line = token.replaceAll("[\\x00-\\x1f\\x7f]", "x");
        return RawRequest.deletion("task-unknown")
                .keptAlive()
                .authorized("Bearer " + line)
                .json("")
                .wire();
    }

    private String noise() {
        StringBuilder noise = new StringBuilder();
        for (int left = 1 + random.nextInt(LONGEST); left > 0; left--) {
            noise.append(any());
        }
        return noise.toString();
    }

    private char any() {
        return (char) random.nextInt(BYTES);
    }

    private String changed(String good) {
        StringBuilder text = new StringBuilder(good);
        for (int left = 1 + random.nextInt(MOST_CHANGES); left > 0 && text.length() > 1; left--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, any());
                case 1 -> text.insert(at, any());
                case 2 -> text.deleteCharAt(at);
                default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
            }
        }
        return text.toString();
    }
}
