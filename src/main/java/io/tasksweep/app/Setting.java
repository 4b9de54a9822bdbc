package io.tasksweep.app;

/**
 * One setting.
 *
 * @param key where the settings file has it, like {@code http.port}
 * @param variable the environment variable that comes before the file; empty if there is none
 */
record Setting(String key, String variable) {
    /** The setting that names a file with what this one would hold. */
    Setting file() {
        return new Setting(key + "-file", variable + "_FILE");
    }

    /** How messages name it. */
    @Override
    public String toString() {
        return variable.isEmpty() ? key : key + " (" + variable + ")";
    }
}
