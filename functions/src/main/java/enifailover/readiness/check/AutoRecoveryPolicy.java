package enifailover.readiness.check;

/// The setting of EC2's simplified automatic recovery that the operator wants on members.
public enum AutoRecoveryPolicy {
    /// Each member keeps its own setting.
    LEFT,
    /// Only the failover acts on a failed member.
    OFF,
    /// A failed member may come back by itself, as a standby.
    ON
}
