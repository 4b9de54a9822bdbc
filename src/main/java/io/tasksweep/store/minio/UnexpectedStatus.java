package io.tasksweep.store.minio;

import java.io.IOException;

/** An error answer that is not S3's XML: from a gateway in between, or to a request that the server does not know. */
final class UnexpectedStatus extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    UnexpectedStatus(int status) {
        super("HTTP status " + status);
        this.status = status;
    }

    int status() {
        return status;
    }
}
