package io.tasksweep.domain;

/** The three places where a task leaves data, in the order in which answers list them. */
public enum ResourceKind implements Labelled {
    LOCAL_DIRECTORY,
    REDIS,
    MINIO;
}
