package io.tasksweep.http;

import io.tasksweep.testing.RawHttp.Answer;
import io.tasksweep.testing.RawRequest;
import java.util.function.Consumer;

/**
 * A request that must be refused.
 *
 * @param number the row of the list of bad inputs that it is of
 * @param code the problem's; empty if the decoder answers, before there is anything that could explain
 * @param further what else must hold of the answer
 */
record BadInput(String number, String what, RawRequest request, int status, String code, Consumer<Answer> further) {
    static BadInput of(String number, String what, RawRequest request, int status, String code) {
        return new BadInput(number, what, request, status, code, answer -> {});
    }

    BadInput and(Consumer<Answer> more) {
        return new BadInput(number, what, request, status, code, further.andThen(more));
    }

    /** Whether a handler answers, with a problem. */
    boolean explained() {
        return !code.isEmpty();
    }

    /** One record for each request whose path is the deletion route: I09. */
    boolean audited() {
        return explained() && request.path().matches("/v1/tasks/[^/]*/delete");
    }

    /** Of the contract; where the path is none of either, the answers are the same. */
    String operation() {
        return request.path().endsWith("/deletion") ? GetDeletionHandler.OPERATION : DeleteTaskHandler.OPERATION;
    }

    @Override
    public String toString() {
        return number + " " + what.replaceAll("[^\\p{Graph} ]", "?");
    }
}
