package io.tasksweep.deletion;

import java.time.Duration;

/**
 * What the operator decided about deletions.
 *
 * @param refuseUnknownState whether safe mode refuses when the state cannot be known for a passing cause
 * @param timeout of one request
 * @param storeTimeout of one call of a store
 * @param receiptTtl how long a receipt is kept once nothing is outstanding
 */
public record DeletionPolicy(
        boolean refuseUnknownState, Duration timeout, Duration storeTimeout, Duration receiptTtl) {}
