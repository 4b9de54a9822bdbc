package io.tasksweep.store.minio;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listings that a server does not have. Each kind is logged once, since it is the same for every task: what a server does not list
 * may exist all the same, and stays. Thread-safe.
 */
final class MissingListings {
    private static final Logger LOG = LoggerFactory.getLogger(MissingListings.class);

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    void report(String kind) {
        if (told.add(kind)) {
            LOG.warn("The object store cannot list {}: should it have any, they are not deleted.", kind);
        }
    }
}
