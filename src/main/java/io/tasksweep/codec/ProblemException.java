package io.tasksweep.codec;

/** Carries a problem through a failed future to the one place that answers with it. Has no stack trace: it is an answer, not an error. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        this(problem, problem.code().label());
    }

    /** @param reason what the answer does not tell */
    protected ProblemException(Problem problem, String reason) {
        super(reason, null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
