package io.tasksweep.store.files;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An open directory whose entries are being removed.
 *
 * @param depth of the entries; those of the top are 0
 * @param shown what an entry is called in messages
 * @param hoist where to with what lies too deep; empty above the top
 * @param others who else may remove an entry; empty if the walker must do so
 */
record Level(Folder folder, int depth, Naming shown, Optional<Hoist> hoist, Optional<GivenParts> others) {
    /** Stands for the directories between the top and what has been hoisted. */
    private static final Path DEEPER = Path.of("...");

    /** What an entry is called in messages. For few of them it is ever asked. */
    interface Naming {
        String of(Path name);
    }

    private static Naming eachByName(String directory) {
        return name -> ShownName.below(directory, name);
    }

    /** Where their names are ours, or of no interest. */
    private static Naming allAs(String shown) {
        return name -> shown;
    }

    /** @param shown how the top of a tree is called in messages: the task's id */
    static Level top(Folder parent, String shown) {
        return new Level(parent, 0, allAs(shown), Optional.empty(), Optional.empty());
    }

    /** Of what is in that entry, which is open now. */
    Level below(Path name, Folder opened, GivenParts others) {
        return new Level(
                opened,
                depth + 1,
                eachByName(shown(name)),
                hoist.or(() -> Optional.of(new Hoist(opened))),
                Optional.of(others));
    }

    /** The same for a walker that is given an entry, so that it does not give it away again. */
    Level alone() {
        return new Level(folder, depth, shown, hoist, Optional.empty());
    }

    /** The same for what has come up from below. */
    Level hoisted() {
        return new Level(folder, depth, allAs(shown(DEEPER)), hoist, Optional.empty());
    }

    String shown(Path name) {
        return shown.of(name);
    }
}
