package enifailover.port;

/// What an error of AWS means for a failover, whatever its code is called. The codes stand in one table, in `aws`.
public enum ErrorKind {
    /// Attach: the ENI has an attachment already, perhaps the one that was wanted.
    IN_USE,
    /// Attach: another interface is at that device index.
    SLOT_TAKEN,
    /// Attach: the instance type takes no more interfaces, or has no such card.
    LIMIT_REACHED,
    /// Attach: ENI and instance are in different Availability Zones.
    WRONG_ZONE,
    /// The instance is in a state in which this cannot be done.
    WRONG_STATE,
    /// AWS does not know the instance, ENI, command, document or table.
    NOT_FOUND,
    /// Detach: EC2 knows no such attachment, so it is detached.
    ALREADY_DETACHED,
    /// EC2 never does this to a primary or AWS-managed interface.
    NOT_POSSIBLE,
    /// Systems Manager does not reach the instance.
    UNREACHABLE,
    /// The role may not do this.
    DENIED,
    /// Too many requests: wait and ask again.
    THROTTLED,
    /// No answer, or an internal error of AWS: it may have happened or not.
    UNANSWERED,
    /// Anything else: this program or its deployment is wrong.
    UNEXPECTED;

    /// True when asking again later can help, for this very request.
    public boolean isTransient() {
        return this == THROTTLED || this == UNANSWERED;
    }

    /// True when this target instance will go on refusing, so that another must be taken.
    public boolean isTargetFault() {
        return switch (this) {
            case SLOT_TAKEN, LIMIT_REACHED, WRONG_ZONE, WRONG_STATE, NOT_FOUND, UNREACHABLE -> true;
            case IN_USE, ALREADY_DETACHED, NOT_POSSIBLE, DENIED, THROTTLED, UNANSWERED, UNEXPECTED -> false;
        };
    }
}
