package io.tasksweep.store.minio;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server cannot be asked for. The log says so, once for each sort, since it is the same for every task: what a server does not list
 * may be there all the same, and stays. For all threads.
 */
final class MissingListings {
    private static final Logger LOG = LoggerFactory.getLogger(MissingListings.class);

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    void missing(String sort) {
        if (told.add(sort)) {
            LOG.warn("The object store cannot list {}: should it have any, they are not deleted.", sort);
        }
    }
}
