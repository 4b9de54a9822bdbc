package io.tasksweep.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.DeletionListener;
import io.tasksweep.deletion.DeletionPolicy;
import io.tasksweep.deletion.DeletionService;
import io.tasksweep.deletion.Deletions;
import io.tasksweep.deletion.Erasure;
import io.tasksweep.deletion.RunningDeletions;
import io.tasksweep.deletion.TaskLook;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.OverallStatus;
import io.tasksweep.domain.TaskId;
import io.tasksweep.store.files.TreesInMemory;
import io.tasksweep.store.minio.ObjectsInMemory;
import io.tasksweep.store.redis.KeysInMemory;
import io.tasksweep.testing.TestingClock;
import io.tasksweep.testing.TestingRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever tasks there are, and whatever their data is called: a deletion takes all of one task's and nothing of another's. */
@Tag("I01")
@Tag("I02")
@Tag("I03")
@Tag("I18")
@Tag("M1")
@Tag("M8")
class DeletionsPropertyTest {
    /** The layouts of keys and objects that an operator may choose, each unambiguous. */
    private static final List<List<String>> KEY_PATTERNS = List.of(
            List.of("{task_id}:*:*", "workflow_state:{task_id}"),
            List.of("st[a]te?:{task_id}:*"),
            List.of("{task_id}:a", "a:{task_id}"),
            List.of("a^\\b:{task_id}"));

    private static final List<List<String>> PREFIX_PATTERNS =
            List.of(List.of("{task_id}/"), List.of("work/{task_id}/"), List.of("a/{task_id}/", "b/{task_id}/"));

    private static long deletions;
    private static long unknown;
    private static long decoys;

    /** One share, one database, one bucket, and which task is to go. */
    record World(
            List<String> keyPatterns, List<String> prefixes, List<Name> files, List<Name> keys, List<Name> objects) {
        private Stream<Name> all() {
            return Stream.of(files, keys, objects).flatMap(Collection::stream);
        }

        /** A task that has something, or that one where none has. */
        private String task(int which, String otherwise) {
            List<String> tasks = all().map(Name::task).sorted().distinct().toList();
            return tasks.isEmpty() ? otherwise : tasks.get(Math.floorMod(which, tasks.size()));
        }
    }

    /** What is called how, and for which task. */
    record Name(String task, String rest, int layout) {}

    @AfterContainer
    static void tell() {
        System.out.println("properties: " + deletions + " deletions, " + unknown + " unknown tasks, " + decoys
                + " things of others, none touched");
    }

    @Property(tries = 11_000, seed = "42", edgeCases = EdgeCasesMode.NONE)
    void aDeletionTakesAllOfOneTaskAndNothingOfOthers(
            @ForAll int which, @ForAll("ids") String other, @ForAll("worlds") World made) {
        String id = which % 16 == 0 ? other : made.task(which, other);
        TaskId task = new TaskId(id);
        TreesInMemory trees = new TreesInMemory();
        KeysInMemory keys = new KeysInMemory(made.keyPatterns());
        ObjectsInMemory objects = new ObjectsInMemory(made.prefixes());
        made.files().forEach(name -> trees.files().add(TreesInMemory.path(name.task(), name.rest())));
        made.keys()
                .forEach(
                        name -> keys.keys().add(filled(made.keyPatterns(), name).replace("*", name.rest())));
        made.objects().forEach(name -> objects.keys().add(filled(made.prefixes(), name) + name.rest()));
        strangers(id, keys, objects);
        Set<Path> otherFiles = without(trees.files(), made.files(), id, name -> TreesInMemory.path(id, name.rest()));
        Set<String> otherKeys = without(
                keys.keys(),
                made.keys(),
                id,
                name -> filled(made.keyPatterns(), name).replace("*", name.rest()));
        Set<String> otherObjects =
                without(objects.keys(), made.objects(), id, name -> filled(made.prefixes(), name) + name.rest());

        DeletionVerdict verdict = deletion(trees, keys, objects)
                .delete(new DeletionRequest(task, false, "t", "r"))
                .result();

        boolean anything = made.all().anyMatch(name -> name.task().equals(id));
        assertThat(verdict.<Boolean>fold(done -> succeeded(done.result()), refused -> false))
                .isEqualTo(anything);
        assertThat(trees.files()).isEqualTo(otherFiles);
        assertThat(keys.keys()).isEqualTo(otherKeys);
        assertThat(objects.keys()).isEqualTo(otherObjects);
        deletions += anything ? 1 : 0;
        unknown += anything ? 0 : 1;
        decoys += otherFiles.size() + otherKeys.size() + otherObjects.size();
    }

    private static boolean succeeded(DeletionResult result) {
        return result.status() == OverallStatus.SUCCESS;
    }

    private static String filled(List<String> patterns, Name name) {
        return patterns.get(name.layout() % patterns.size()).replace("{task_id}", name.task());
    }

    private static <T> Set<T> without(
            Set<T> all, List<Name> names, String id, java.util.function.Function<Name, T> called) {
        Set<T> others = new TreeSet<>(all);
        names.stream().filter(name -> name.task().equals(id)).map(called).forEach(others::remove);
        return others;
    }

    /** Our own records, and names that a careless pattern would take. */
    private static void strangers(String id, KeysInMemory keys, ObjectsInMemory objects) {
        keys.keys()
                .addAll(List.of(
                        "tasksweep:receipt:{" + id + "}",
                        "tasksweep:lease:{" + id + "}",
                        "tasksweep:" + id,
                        id + ":n",
                        "[" + id + "]:n:f",
                        id + "\\"));
        objects.keys().addAll(List.of(id, id + ".tar", "x" + id + "/a"));
    }

    private static Deletions deletion(TreesInMemory trees, KeysInMemory keys, ObjectsInMemory objects) {
        TestingClock clock = new TestingClock();
        TestingRecords records = new TestingRecords(new ArrayList<>(), clock);
        DeletionPolicy policy = new DeletionPolicy(
                false, Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofDays(7), List.of(), Duration.ZERO);
        TaskLook look = new TaskLook(keys, records, trees, objects, clock, policy);
        DeletionService service = new DeletionService(
                look, records, new Erasure(trees, objects, keys, clock), new Nobody(), clock, policy);
        return new RunningDeletions(service, 1);
    }

    private static final class Nobody implements DeletionListener {}

    /** Few letters, so that one name is often the beginning of another. */
    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withChars("aAb1._-")
                .ofMinLength(1)
                .ofMaxLength(4)
                .filter(id -> TaskId.parse(id).isPresent());
    }

    @Provide
    Arbitrary<World> worlds() {
        return Combinators.combine(
                        Arbitraries.of(KEY_PATTERNS),
                        Arbitraries.of(PREFIX_PATTERNS),
                        names("ab/.1*?[]\\é ").list().ofMaxSize(12),
                        names("ab:1*?[]\\^é ").list().ofMaxSize(12),
                        names("ab/.1*?[]\\é ").list().ofMaxSize(12))
                .as(World::new);
    }

    private Arbitrary<Name> names(String letters) {
        Arbitrary<String> rest = Arbitraries.strings()
                .withChars(letters)
                .ofMinLength(1)
                .ofMaxLength(6)
                .filter(text -> !text.startsWith("/") && !text.contains(".."));
        return Combinators.combine(ids(), rest, Arbitraries.integers().between(0, 1))
                .as(Name::new);
    }
}
