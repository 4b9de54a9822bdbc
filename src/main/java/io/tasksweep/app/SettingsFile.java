package io.tasksweep.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** The settings file: YAML, as a flat map of {@code http.port} and the like. A key that is there twice is a mistake. */
final class SettingsFile {
    private static final Path DEFAULT_FILE = Path.of("conf", "tasksweep.yaml");

    private SettingsFile() {}

    /**
     * What is in the file that the command line names, else in the one that {@code TASKSWEEP_CONFIG} names, else in
     * {@code conf/tasksweep.yaml} where it exists; else nothing.
     *
     * @throws SettingsException as {@link #read}, and where what names it is no path
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
            throw mistake(source + " " + SettingsReader.NO_PATH);
        }
    }

    /** @throws SettingsException if the file cannot be read, or is not a map of settings */
    static Map<String, Object> read(Path path) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Object tree = new Yaml(new SafeConstructor(options)).load(Files.readString(path));
            Map<String, Object> flat = new TreeMap<>();
            if (tree != null) {
                flatten("", tree, flat);
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

    private static void flatten(String prefix, Object node, Map<String, Object> flat) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value != null) {
                    flatten(prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key, value, flat);
                }
            });
        } else if (prefix.isEmpty()) {
            throw mistake("the settings file must hold a map of settings");
        } else {
            flat.put(prefix, node);
        }
    }

    private static SettingsException mistake(String what) {
        return new SettingsException(List.of(what));
    }
}
