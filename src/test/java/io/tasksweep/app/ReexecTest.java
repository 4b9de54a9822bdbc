package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReexecTest {
    @Test
    void withoutOptionsOrWithPropertiesAloneNobodyHasChosen() {
        assertThat(Reexec.areGiven(List.of())).isFalse();
        assertThat(Reexec.areGiven(List.of("-Dname=value", "-Dother"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx100m",
                "-XX:+UseG1GC",
                "-XX:Flags=file",
                "-agentlib:jdwp=x",
                "-javaagent:agent.jar",
                "-ea",
                "-Dcom.sun.management.jmxremote.port=9010",
                "-verbose:gc",
                "--add-opens=java.base/java.lang=ALL-UNNAMED"
            })
    void anyOtherOptionIsAChoice(String option) {
        assertThat(Reexec.areGiven(List.of(option))).isTrue();
        assertThat(Reexec.areGiven(List.of("-Dname=value", option))).isTrue();
    }

    @Test
    void whatItGivesIsAChoiceSoThatItIsDoneOnce() {
        assertThat(Reexec.areGiven(Reexec.OPTIONS)).isTrue();
    }

    @Test
    void theOptionsStandBehindTheNameOfTheProgramAndAllElseStays() {
        assertThat(Reexec.command("/usr/bin/java\0-Da=b\0-jar\0x.jar\0--config\0f\0"))
                .startsWith("/usr/bin/java", Reexec.OPTIONS.get(0))
                .endsWith(Reexec.OPTIONS.get(Reexec.OPTIONS.size() - 1), "-Da=b", "-jar", "x.jar", "--config", "f")
                .hasSize(6 + Reexec.OPTIONS.size());
    }

    @Test
    void emptyWordsAndLineBreaksAndBytesThatAreNoTextAreKept() {
        String odd = new String(new byte[] {(byte) 0xff, '\n', (byte) 0x80, (byte) 0xc3}, StandardCharsets.ISO_8859_1);
        assertThat(Reexec.command("java\0-jar\0x.jar\0\0" + odd + "\0\0")).endsWith("x.jar", "", odd, "");
    }
}
