package io.tasksweep.store.files;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An open directory whose entries are being removed.
 *
 * @param depth of the entries; 0 at the top
 * @param shown names entries in messages
 * @param hoist takes directories that lie too deep; empty above the top
 * @param others other walkers that may remove an entry; empty if this walker must do so
 */
record Level(Folder folder, int depth, Naming shown, Optional<Hoist> hoist, Optional<GivenParts> others) {
    /** Stands for the directories between the top and a hoisted one. */
    private static final Path DEEPER = Path.of("...");

    /** Names an entry in messages. Computed on demand, since few entries need it. */
    interface Naming {
        String of(Path name);
    }

    private static Naming eachByName(String directory) {
        return name -> ShownName.below(directory, name);
    }

    /** Where the entries' names are ours, or of no interest. */
    private static Naming allAs(String shown) {
        return name -> shown;
    }

    /** @param shown the name of the tree's top in messages: the task's id */
    static Level top(Folder parent, String shown) {
        return new Level(parent, 0, allAs(shown), Optional.empty(), Optional.empty());
    }

    /** The level of that entry's content; the entry has been opened. */
    Level below(Path name, Folder opened, GivenParts others) {
        return new Level(
                opened,
                depth + 1,
                eachByName(shown(name)),
                hoist.or(() -> Optional.of(new Hoist(opened))),
                Optional.of(others));
    }

    /** The same level for a walker that was given an entry, so that it does not give the entry away again. */
    Level alone() {
        return new Level(folder, depth, shown, hoist, Optional.empty());
    }

    /** The same level for directories that were hoisted to it. */
    Level hoisted() {
        return new Level(folder, depth, allAs(shown(DEEPER)), hoist, Optional.empty());
    }

    String shown(Path name) {
        return shown.of(name);
    }
}
