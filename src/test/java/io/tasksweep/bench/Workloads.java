package io.tasksweep.bench;

import io.tasksweep.bench.Workload.Crowd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The workloads that are measured. */
final class Workloads {
    static final List<String> FAMILIES = List.of("W1", "W2", "W3", "W4", "W5", "W5b", "W6", "W7", "W8");

    private static final int MILLION = 1_000_000;
    private static final int MEGABYTE = 1_000_000;
    private static final int FILE_OF_W1 = 5_368_709; // 200 of them are 1 GiB
    private static final int MANY = 200; // samples, where the tail counts
    private static final int MOST_OF_GROWTH = 3; // samples: seeding takes long

    private Workloads() {}

    /** Of the families that are asked for, in their sizes and rounds. */
    static List<Workload> of(Options options) {
        return all(options.rounds())
                .filter(workload -> options.workloads().contains(workload.family()))
                .map(workload -> scaled(workload, options))
                .toList();
    }

    /** One task of a little more than 1 GB, as it is promised to be deleted in some seconds. */
    static Workload gigabyte(int samples) {
        return new Workload(
                "T016",
                "1 GiB in 200 files, 20 objects (100 MB), 12 keys",
                gigabyte(),
                Crowd.ALONE,
                samples,
                List.of());
    }

    private static Shape gigabyte() {
        return new Shape(0, 200, FILE_OF_W1, 20, 5 * MEGABYTE, 12);
    }

    private static Shape smallFiles() {
        return Shape.files(1_000, 100_000, 1_024);
    }

    private static Shape smallObjects() {
        return Shape.objects(10_000, 1_024);
    }

    private static Workload scaled(Workload of, Options options) {
        double scale = options.scale();
        boolean tiny = of.shape().equals(Shape.TINY);
        boolean same = scale == 1 || (tiny && of.crowd().equals(Crowd.ALONE));
        Crowd crowd = new Crowd(
                of.crowd().tasks() > 100
                        ? Shape.many(of.crowd().tasks(), scale)
                        : of.crowd().tasks(),
                of.crowd().clients(),
                Shape.many(of.crowd().otherKeys(), scale),
                of.crowd().huge().times(scale));
        int samples = of.samples() > options.rounds()
                ? Math.max(options.rounds(), Shape.many(of.samples(), scale))
                : of.samples();
        return new Workload(
                of.id(),
                same ? of.title() : of.title() + " (all × " + scale + ")",
                tiny ? of.shape() : of.shape().times(scale),
                crowd,
                samples,
                of.peers());
    }

    private static Stream<Workload> all(int rounds) {
        return Stream.of(large(rounds), keys(rounds), tiny(rounds), growth(rounds), List.of(fairness()))
                .flatMap(List::stream);
    }

    private static List<Workload> large(int rounds) {
        return List.of(
                new Workload(
                        "W1",
                        "1 GiB in 200 files, 20 objects (100 MB), 12 keys",
                        gigabyte(),
                        Crowd.ALONE,
                        rounds,
                        List.of(Peer.SEQUENCE, Peer.PARALLEL, Peer.SCRIPT)),
                new Workload(
                        "W2",
                        "100,000 files of 1 KiB in 1,000 directories",
                        smallFiles(),
                        Crowd.ALONE,
                        rounds,
                        List.of(Peer.FILES)),
                new Workload(
                        "W3",
                        "10,000 objects of 1 KiB",
                        smallObjects(),
                        Crowd.ALONE,
                        rounds,
                        List.of(Peer.MC, Peer.RCLONE)));
    }

    private static List<Workload> keys(int rounds) {
        return List.of(
                new Workload(
                        "W4",
                        "20,000 keys among 1,000,000 others",
                        Shape.keys(20_000),
                        new Crowd(1, 1, MILLION),
                        rounds,
                        List.of(Peer.KEYS)),
                new Workload(
                        "W4-shared",
                        "4 tasks at once, each 5,000 keys, among 1,000,000 others",
                        Shape.keys(5_000),
                        new Crowd(4, 4, MILLION),
                        rounds,
                        List.of(Peer.KEYS, Peer.KEYS_BULK)));
    }

    private static List<Workload> tiny(int rounds) {
        List<Peer> all = List.of(Peer.PARALLEL);
        String tiny = "3 files, 3 objects, 3 keys";
        return List.of(
                new Workload(
                        "W5", tiny, Shape.TINY, Crowd.ALONE, MANY, List.of(Peer.SEQUENCE, Peer.PARALLEL, Peer.SCRIPT)),
                new Workload(
                        "W5b", tiny + ", 1,000,000 other keys", Shape.TINY, new Crowd(1, 1, MILLION), 4 * rounds, all),
                new Workload(
                        "W5b-8",
                        "8 times " + tiny + " at once, 1,000,000 other keys",
                        Shape.TINY,
                        new Crowd(8, 8, MILLION),
                        rounds,
                        all),
                new Workload(
                        "W6",
                        "1,000 times " + tiny + ", 8 at once",
                        Shape.TINY,
                        new Crowd(1_000, 8, 0),
                        rounds,
                        List.of(Peer.EACH, Peer.BULK)));
    }

    private static Workload fairness() {
        return new Workload(
                "W8",
                "3 files, 3 objects, 3 keys; the same while 1,000,000 files of 1 KiB are deleted",
                Shape.TINY,
                new Crowd(1, 1, 0, smallFiles().times(10)),
                MANY,
                List.of());
    }

    private static List<Workload> growth(int rounds) {
        List<Workload> all = new ArrayList<>();
        for (int factor : List.of(1, 4, 16)) {
            all.add(growing(
                    "W7-files-" + factor + "x",
                    factor + " × 100,000 files",
                    smallFiles().times(factor),
                    rounds));
        }
        for (int factor : List.of(1, 4, 16)) {
            all.add(growing(
                    "W7-objects-" + factor + "x",
                    factor + " × 10,000 objects",
                    smallObjects().times(factor),
                    rounds));
        }
        return all;
    }

    private static Workload growing(String id, String title, Shape shape, int rounds) {
        return new Workload(id, title, shape, Crowd.ALONE, Math.min(rounds, MOST_OF_GROWTH), List.of());
    }
}
