package io.tasksweep.domain;

/**
 * Who wants which task deleted, and whether by force.
 *
 * @param force delete although the task is waiting or running
 * @param actor the token's subject, for the audit log and the receipt
 * @param requestId follows the request through logs, messages and answers
 */
public record DeletionRequest(TaskId taskId, boolean force, String actor, String requestId) {}
