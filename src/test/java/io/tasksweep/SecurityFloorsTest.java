package io.tasksweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What was resolved in the end, whatever the BOMs say: not below the versions that carry security fixes. Works without a network. */
class SecurityFloorsTest {
    private static final Pattern JAR =
            Pattern.compile("(netty|jackson)-([a-z0-9-]+?)-(\\d[\\d.]*?)(\\.Final)?(-[a-z].*)?\\.jar");
    /** Counts for itself. */
    private static final Pattern NATIVE = Pattern.compile("tcnative.*");
    /** Without a third number since 2.20. */
    private static final String ANNOTATIONS = "annotations";

    private static SortedMap<String, Version> resolved(String family) {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        SortedMap<String, Version> found = new TreeMap<>();
        for (String entry : List.of(classes.split(Pattern.quote(File.pathSeparator), -1))) {
            Matcher jar = JAR.matcher(String.valueOf(Path.of(entry).getFileName()));
            if (jar.matches()
                    && jar.group(1).equals(family)
                    && !NATIVE.matcher(jar.group(2)).matches()) {
                found.put(jar.group(2), Version.parse(jar.group(3)));
            }
        }
        return found;
    }

    private static Version floor(String property) {
        return Version.parse(System.getProperty(property).replace(".Final", ""));
    }

    @Test
    void everyPartOfNettyHasTheFixes() {
        SortedMap<String, Version> netty = resolved("netty");
        assertThat(netty).containsKeys("codec-http", "handler", "buffer");
        assertThat(netty.values()).allMatch(version -> version.compareTo(floor("netty.floor")) >= 0);
    }

    @Test
    void everyPartOfJacksonHasTheFixes() {
        SortedMap<String, Version> jackson = resolved("jackson");
        assertThat(jackson).containsKeys("core", "databind", ANNOTATIONS);
        assertThat(jackson.remove(ANNOTATIONS)).isGreaterThanOrEqualTo(Version.parse("2.21"));
        assertThat(jackson.values()).allMatch(version -> version.compareTo(floor("jackson.floor")) >= 0);
    }
}
