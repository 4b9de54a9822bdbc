package io.tasksweep.bench;

import java.util.List;
import java.util.Optional;

/** What a user would run instead. The commands are in {@code .ci/bench-peers}, under these names in lower case. */
enum Peer {
    FILES("rm -rf"),
    MC("mc rm -r --force", Tool.MC),
    RCLONE("rclone purge", Tool.RCLONE),
    KEYS("redis-cli --scan, xargs unlink", Tool.REDIS_CLI),
    KEYS_BULK("the same, one scan for all tasks", Tool.REDIS_CLI),
    SEQUENCE("native, in sequence", Tool.REDIS_CLI),
    PARALLEL("native, in parallel", Tool.REDIS_CLI),
    EACH("native, xargs -P4", Tool.REDIS_CLI),
    BULK("native, all in one go", Tool.REDIS_CLI),
    /** A plain loop in this JVM: walks, deletes one object and one key at a time, one store after the other. */
    SCRIPT("script");

    private final String label;
    private final Optional<Tool> needs;

    Peer(String label) {
        this.label = label;
        this.needs = Optional.empty();
    }

    Peer(String label, Tool needs) {
        this.label = label;
        this.needs = Optional.of(needs);
    }

    String label() {
        return label;
    }

    /** Whether it can be run on this machine. */
    boolean isThere() {
        return needs.map(Tool::isThere).orElse(true) && (!isNative() || Tool.MC.isThere() || Tool.RCLONE.isThere());
    }

    /** Whether it takes a tool for objects, whichever is the faster one. */
    boolean isNative() {
        return List.of(SEQUENCE, PARALLEL, EACH, BULK).contains(this);
    }
}
