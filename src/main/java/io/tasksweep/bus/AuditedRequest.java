package io.tasksweep.bus;

import io.tasksweep.auth.Caller;
import io.tasksweep.codec.Problem;
import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.Decision;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionVerdict.Completed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** One request, over HTTP or the bus, and what is known of it so far: wherever the request ends, its audit entry says that much. */
public final class AuditedRequest {
    private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final int MOST_SHOWN = 128;

    private final String requestId;
    private final long startedNanos = System.nanoTime();
    private Caller caller = new Caller(Caller.UNKNOWN, Set.of());
    private String shownTaskId = "";
    private Optional<Boolean> force = Optional.empty();

    /** @param givenIds all request ids that the caller sent; kept if there is exactly one and it is well-formed, else one is generated */
    public AuditedRequest(List<String> givenIds) {
        boolean sane = givenIds.size() == 1 && SANE_ID.matcher(givenIds.get(0)).matches();
        requestId = sane ? givenIds.get(0) : UUID.randomUUID().toString();
    }

    /** Identifies the request in logs, messages and answers. */
    public String requestId() {
        return requestId;
    }

    public Caller caller() {
        return caller;
    }

    public void caller(Caller known) {
        caller = known;
    }

    /** Sets what was sent as the task's name, valid or not. */
    public void taskId(String sent) {
        shownTaskId = sent.length() <= MOST_SHOWN ? sent : sent.substring(0, MOST_SHOWN);
    }

    public void force(boolean known) {
        force = Optional.of(known);
    }

    public AuditEntry carriedOut(Completed done) {
        return entry(done.joined() ? Decision.JOINED : Decision.CARRIED_OUT, Optional.of(done.result()));
    }

    public AuditEntry refused(Problem problem) {
        return entry(new Decision(problem.code().label()), Optional.empty());
    }

    public AuditEntry aborted() {
        return entry(Decision.ABORTED, Optional.empty());
    }

    private AuditEntry entry(Decision decision, Optional<DeletionResult> result) {
        Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
        return new AuditEntry(requestId, caller.actor(), shownTaskId, force, decision, result, took);
    }
}
