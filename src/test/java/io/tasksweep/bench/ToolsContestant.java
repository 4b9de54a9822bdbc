package io.tasksweep.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Third-party programs, combined as in {@code .ci/bench-peers}. */
final class ToolsContestant implements Contestant {
    private static final String SCRIPT = ".ci/bench-peers";
    private static final int AT_MOST_ONE_BY_ONE = 4; // xargs -P4

    private final Peer peer;
    private final Arena arena;
    private final Map<String, String> environment;

    /** @param objects the tool that deletes objects where all three stores are emptied */
    ToolsContestant(Peer peer, Arena arena, Tool objects) {
        this.peer = peer;
        this.arena = arena;
        this.environment = new HashMap<>(arena.environment());
        environment.put("OBJECTS", objects.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public String name() {
        return peer.label();
    }

    /** One process, whatever it starts itself. */
    @Override
    public void delete(Batch batch) throws IOException, InterruptedException {
        ChildProcess.run(command(batch), environment, arena.note("complaints"));
    }

    private List<String> command(Batch batch) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", SCRIPT));
        if (peer == Peer.BULK || peer == Peer.KEYS_BULK) {
            command.addAll(List.of(word(peer), batch.prefix()));
        } else if (batch.size() == 1) {
            command.addAll(List.of(word(peer), batch.tasks().get(0)));
        } else {
            Path list = Files.write(arena.note("tasks"), batch.tasks());
            int atOnce = peer == Peer.EACH ? AT_MOST_ONE_BY_ONE : batch.clients();
            command.addAll(List.of("list", list.toString(), Integer.toString(atOnce), word(peer)));
        }
        return command;
    }

    private static String word(Peer peer) {
        return peer.name().toLowerCase(Locale.ROOT);
    }
}
