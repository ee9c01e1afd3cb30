package enifailover.execute;

import enifailover.port.ErrorKind;

/// What became of the attaches of one execution, as far as that tells anything of the zone. A refusal for what is wrong
/// with this one standby (its slot, its limits) would be the same in the healthiest zone, and is not counted.
public final class AttachResults {
    private int failed;
    private int succeeded;

    /// How many EC2 refused, or took and never showed attached.
    public int failed() {
        return failed;
    }

    /// How many were observed attached.
    public int succeeded() {
        return succeeded;
    }

    void arrived(boolean asked) {
        succeeded += asked ? 1 : 0;
    }

    void timedOut(boolean attaching) {
        failed += attaching ? 1 : 0;
    }

    void refused(ErrorKind errorKind) {
        failed += tells(errorKind) ? 1 : 0;
    }

    private static boolean tells(ErrorKind errorKind) {
        return switch (errorKind) {
            case SLOT_TAKEN, LIMIT_REACHED, WRONG_ZONE, IN_USE, ALREADY_DETACHED, THROTTLED -> false;
            case WRONG_STATE, NOT_FOUND, NOT_POSSIBLE, UNREACHABLE, DENIED, UNANSWERED, UNEXPECTED -> true;
        };
    }
}
