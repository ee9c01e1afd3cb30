package enifailover.execute;

/// Carries an [ExecutionEnd] out of the middle of a step.
final class ExecutionAborted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ExecutionEnd executionEnd;

    ExecutionAborted(ExecutionEnd executionEnd) {
        super(executionEnd.message(), null, false, false);
        this.executionEnd = executionEnd;
    }

    ExecutionEnd end() {
        return executionEnd;
    }
}
