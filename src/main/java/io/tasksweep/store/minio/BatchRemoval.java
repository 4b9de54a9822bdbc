package io.tasksweep.store.minio;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Removes listed entries, up to 1 000 per request with a few requests in flight, and reads the answer for every entry;
 * {@link #finish} reads the last of them. Does not use minio-java's {@code removeObjects}, which stops at the first batch with an
 * error and says nothing (<a href="https://github.com/minio/minio-java/issues/1716">#1716</a>).
 */
final class BatchRemoval {
    private static final int MOST = 1_000;

    /** About so many bytes of keys in one request: Ceph reads no more than 1 MiB of it ({@code rgw_max_put_param_size}). */
    private static final int MOST_BYTES = 512 << 10;

    private static final int MOST_ASKED = 3;
    private static final Set<String> GONE_ALREADY = Set.of("NoSuchKey", "NoSuchVersion", "NoSuchUpload");

    private final Bucket bucket;
    private final Pass pass;
    private final InFlight inFlight = new InFlight();

    BatchRemoval(Bucket bucket, Pass pass) {
        this.bucket = bucket;
        this.pass = pass;
    }

    /** Removes objects, versions and delete markers. A batch that fails does not keep the others from being tried. */
    void remove(List<Entry> entries) {
        pass.listed(entries);
        List<Entry> together =
                entries.stream().filter(entry -> Names.fitsXml(entry.key())).toList();
        for (int from = 0, to; from < together.size(); from = to) {
            to = end(together, from);
            removeTogether(together.subList(from, to));
        }
        entries.stream().filter(entry -> !Names.fitsXml(entry.key())).forEach(entry -> alone(entry, bucket::deleteOne));
    }

    /** The end of the batch that begins there; it has one entry at least. */
    private static int end(List<Entry> entries, int from) {
        int bytes = 0;
        int to = from;
        while (to < Math.min(from + MOST, entries.size()) && bytes < MOST_BYTES) {
            bytes += entries.get(to).key().chars().map(BatchRemoval::written).sum();
            to++;
        }
        return to;
    }

    /** The most bytes that the character takes in XML. */
    private static int written(int character) {
        return switch (character) {
            case '&', '<', '>' -> "&amp;".length();
            default -> character < 0x80 ? 1 : 3;
        };
    }

    /** Aborts incomplete uploads with one request each: S3 has no bulk operation for them. */
    void abort(List<Entry> uploads) {
        pass.listed(uploads);
        uploads.forEach(upload -> alone(upload, bucket::abort));
    }

    /** Reads the answers to all requests in flight, even if some of them break off. */
    void finish() {
        inFlight.readAll(pass::brokeOff);
    }

    private void alone(Entry entry, Function<Entry, Supplier<?>> request) {
        if (!Names.fitsUrl(entry.key())) {
            pass.unnamed(entry);
            return;
        }
        inFlight.send(() -> {
            Supplier<?> answer = request.apply(entry);
            return () -> read(entry, answer).ifPresent(code -> pass.failed(code, entry));
        });
    }

    /** Why the entry is still there; empty if it is gone. */
    private Optional<FailureCode> read(Entry entry, Supplier<?> answer) {
        try {
            Object ignored = answer.get(); // whatever it says, it is no error
            pass.gone(entry);
        } catch (CompletionException failed) {
            if (!MinioFailures.saysOneOf(GONE_ALREADY, failed)) {
                return Optional.of(MinioFailures.explain(failed).code());
            }
        }
        return Optional.empty();
    }

    private void removeTogether(List<Entry> batch) {
        inFlight.send(() -> {
            Supplier<XmlAnswer> answer = bucket.delete(batch);
            return () -> read(batch, answer);
        });
    }

    private void read(List<Entry> batch, Supplier<XmlAnswer> answer) {
        try {
            read(batch, new Answers(answer.get()));
        } catch (CompletionException failed) {
            pass.failed(MinioFailures.explain(failed));
            batch.forEach(pass::unanswered);
        }
    }

    private void read(List<Entry> batch, Answers answers) {
        answers.whole.forEach(pass::failed);
        answers.unforeseen.forEach(pass::unforeseen);
        List<Entry> denied = new ArrayList<>();
        for (Entry entry : batch) {
            FailureCode error = answers.errors.get(entry.key());
            if (answers.saysGone(entry)) {
                pass.gone(entry);
            } else if (error == FailureCode.ACCESS_DENIED) {
                denied.add(entry);
            } else if (error != null) {
                pass.failed(error, entry);
            } else {
                pass.unanswered(entry);
            }
        }
        explain(denied);
    }

    /**
     * Ceph distinguishes a lock from a missing right only when a single version is deleted. So a few of the denied versions are
     * deleted one by one, and their reason stands for the rest. Objects without versions have no locks.
     */
    private void explain(List<Entry> denied) {
        FailureCode reason = FailureCode.ACCESS_DENIED;
        int asked = 0;
        for (Entry entry : denied) {
            if (asked < MOST_ASKED && entry.id() != null && Names.fitsUrl(entry.key())) {
                asked++;
                Optional<FailureCode> why = read(entry, bucket.deleteOne(entry));
                why.ifPresent(code -> pass.failed(code, entry));
                reason = why.orElse(reason);
            } else {
                pass.failed(reason, entry);
            }
        }
    }

    /** The answer to a bulk deletion. Errors are kept by key only, successes by key and version. */
    private static final class Answers {
        private record Said(String key, @Nullable String id) {}

        private static final String ERROR = "Error";

        private final Set<Said> gone = new HashSet<>();
        private final Map<String, FailureCode> errors = new HashMap<>();
        private final Set<Failure> whole = new HashSet<>();
        private final Set<String> unforeseen = new HashSet<>();

        private Answers(XmlAnswer answer) {
            if (answer.root().equals(ERROR)) {
                whole.add(MinioFailures.of(code(answer.values())));
            }
            answer.parts().forEach(part -> {
                String key = part.values().getOrDefault("Key", "");
                if (part.name().equals(ERROR)) {
                    note(key, part.values());
                } else {
                    gone.add(new Said(key, part.value("VersionId").orElse(null)));
                }
            });
        }

        private void note(String key, Map<String, String> error) {
            if (key.isEmpty()) {
                whole.add(MinioFailures.of(code(error)));
            } else if (!GONE_ALREADY.contains(error.getOrDefault("Code", ""))) {
                errors.put(key, code(error));
            }
        }

        private FailureCode code(Map<String, String> error) {
            String said = error.getOrDefault("Code", "");
            FailureCode code = MinioFailures.code(said, error.getOrDefault("Message", ""));
            if (code == FailureCode.INTERNAL) {
                unforeseen.add(said);
            }
            return code;
        }

        /** Some servers leave the version out of a success, which then counts only if there is no error for the key. */
        private boolean saysGone(Entry entry) {
            return gone.contains(new Said(entry.key(), entry.id()))
                    || (gone.contains(new Said(entry.key(), null)) && !errors.containsKey(entry.key()));
        }
    }
}
