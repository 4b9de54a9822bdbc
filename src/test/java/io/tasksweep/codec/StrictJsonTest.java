package io.tasksweep.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "true",
                "\"x\"",
                "1",
                "null",
                "{} x",
                "{}{}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "/*x*/{}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":TRUE}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "\uFEFF{}",
                "{\"a\":01}"
            })
    void whatIsNoSingleObjectIsNone(String text) {
        assertThat(StrictJson.object(Buffer.buffer(text))).isEmpty();
    }

    /** «A~», «B]» and «C<» have the same hash in Jackson's table of names, and so has whatever is made of them. */
    @Test
    void namesThatShareAHashAreNamesLikeOthers() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Set<String> names = Stream.generate(() -> name(random)).limit(250).collect(Collectors.toSet());
            String text = names.stream().map(name -> '"' + name + "\":0").collect(Collectors.joining(",", "{", "}"));
            assertThat(StrictJson.object(text).map(JsonObject::fieldNames)).hasValue(names);
        }
    }

    private static String name(Random random) {
        return random.ints(6, 0, 3).mapToObj(List.of("A~", "B]", "C<")::get).collect(Collectors.joining());
    }

    @Test
    void otherEncodingsAreNone() {
        assertThat(StrictJson.object(Buffer.buffer("{}".getBytes(StandardCharsets.UTF_16))))
                .isEmpty();
        assertThat(StrictJson.object(Buffer.buffer(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})))
                .isEmpty();
    }

    @Property(tries = 1000, seed = "42")
    void anyMapOfTextsComesBackAsItWas(@ForAll @Size(max = 5) java.util.Map<String, String> map) {
        JsonObject json = new JsonObject(new java.util.HashMap<>(map));
        assertThat(StrictJson.object(json.toBuffer())).hasValue(json);
    }

    @Property(tries = 1000, seed = "42")
    void anObjectThatIsCutIsNone(@ForAll @Size(min = 1, max = 3) java.util.Map<String, String> map, @ForAll int at) {
        String text = new JsonObject(new java.util.HashMap<>(map)).encode();
        assertThat(StrictJson.object(text.substring(0, Math.floorMod(at, text.length()))))
                .isEmpty();
    }
}
