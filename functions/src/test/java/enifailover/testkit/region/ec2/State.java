package enifailover.testkit.region.ec2;

/// An instance's state, with the code that EC2 gives it.
public enum State {
    PENDING(0, "pending"),
    RUNNING(16, "running"),
    SHUTTING_DOWN(32, "shutting-down"),
    TERMINATED(48, "terminated"),
    STOPPING(64, "stopping"),
    STOPPED(80, "stopped");

    private final int code;
    private final String word;

    State(int code, String word) {
        this.code = code;
        this.word = word;
    }

    /// EC2's number.
    public int code() {
        return code;
    }

    /// EC2's word.
    public String word() {
        return word;
    }
}
