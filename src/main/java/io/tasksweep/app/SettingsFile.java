package io.tasksweep.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The settings file: YAML, flattened to a map with keys like {@code http.port}. A value is the text as written, whatever it looks
 * like, or a list, or empty. A key that appears twice is a mistake.
 */
final class SettingsFile {
    /** Far deeper than any setting. A map that holds itself has no end. */
    private static final int DEEPEST = 20;

    private static final Path DEFAULT_FILE = Path.of("conf", "tasksweep.yaml");

    private SettingsFile() {}

    /**
     * The contents of the file that the command line names, else of the one that {@code TASKSWEEP_CONFIG} names, else of
     * {@code conf/tasksweep.yaml} if it exists; else nothing.
     *
     * @throws SettingsException as {@link #read}, and if the given name is not a path
     */
    static Map<String, Object> chosen(Optional<String> named, Map<String, String> environment) {
        return named.map(name -> path("--config", name))
                .or(() -> Optional.ofNullable(environment.get("TASKSWEEP_CONFIG"))
                        .filter(name -> !name.isEmpty())
                        .map(name -> path("TASKSWEEP_CONFIG", name)))
                .or(() -> Optional.of(DEFAULT_FILE).filter(Files::exists))
                .map(SettingsFile::read)
                .orElseGet(Map::of);
    }

    private static Path path(String source, String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException unusable) { // its message quotes the name
            throw mistake(source + " " + NamedFiles.NO_PATH);
        }
    }

    /** @throws SettingsException if the file cannot be read, or is not a map of settings */
    static Map<String, Object> read(Path path) {
        try {
            Object tree = texts().load(Files.readString(path));
            Map<String, Object> flat = new TreeMap<>();
            if (tree != null) {
                flatten("", tree, 0, flat);
            }
            return flat;
        } catch (IOException unreadable) {
            throw mistake("the settings file cannot be read: " + path);
        } catch (MarkedYAMLException malformed) {
            // the mark's snippet would show the line, which may hold a secret
            int line = malformed.getProblemMark() == null
                    ? 0
                    : malformed.getProblemMark().getLine() + 1;
            throw mistake("the settings file is not valid YAML at line " + line + ": " + path);
        } catch (YAMLException malformed) {
            throw mistake("the settings file is not valid YAML: " + path);
        }
    }

    private static Yaml texts() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        DumperOptions unused = new DumperOptions();
        return new Yaml(new Untyped(options), new Representer(unused), unused, options, new AsWritten());
    }

    /**
     * Resolves no numbers, flags or dates: a password of digits would lose its zeros. Nulls and merges ({@code <<}) are still
     * recognised.
     */
    private static final class AsWritten extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
            addImplicitResolver(Tag.MERGE, MERGE, "<");
        }
    }

    /** Refuses explicit type tags such as {@code !!int}: they would change the text as well. */
    private static final class Untyped extends SafeConstructor {
        Untyped(LoaderOptions options) {
            super(options);
            List.of(Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.TIMESTAMP, Tag.BINARY, Tag.SET, Tag.OMAP, Tag.PAIRS)
                    .forEach(yamlConstructors::remove);
        }
    }

    /** Turns a null into an empty text: the setting counts as not set, but its key still may not appear twice. */
    private static void flatten(String prefix, @Nullable Object node, int level, Map<String, Object> flat) {
        if (level > DEEPEST) {
            throw mistake("the settings file is nested too deeply, or holds itself");
        } else if (node instanceof Map<?, ?> map && (prefix.isEmpty() || !map.isEmpty())) {
            map.forEach((key, value) ->
                    flatten(prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key, value, level + 1, flat));
        } else if (prefix.isEmpty()) {
            throw mistake("the settings file must hold a map of settings");
        } else if (flat.putIfAbsent(prefix, node == null ? "" : node) != null) {
            throw mistake("the settings file has " + prefix + " twice");
        }
    }

    private static SettingsException mistake(String what) {
        return new SettingsException(List.of(what));
    }
}
