package enifailover.readiness.check;

/// What the operator wants of EC2's simplified automatic recovery of members.
public enum AutoRecoveryPolicy {
    /// Each member has what somebody gave it.
    LEFT,
    /// Only the failover acts on a failed member.
    OFF,
    /// A failed member may come back by itself, as a standby.
    ON
}
