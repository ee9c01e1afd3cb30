package enifailover.assess;

/// How a run ends: a name for machines and a phrase for people.
public enum Verdict {
    SUCCEEDED("the ENIs were moved; routing is verified where it is needed"),
    FAILED("the failover did not complete"),
    HEALTHY("the active is healthy; nothing to do"),
    MOVED_ALREADY("another instance already has the ENIs and is healthy; nothing to do"),
    PAUSED("the group is paused; automatic failover is off for it"),
    COOLING_DOWN("a failover happened recently; the next automatic failover waits for the cool-down"),
    DISABLED("automatic failover is stopped for all groups; nothing was changed"),
    LIMIT_REACHED("too many automatic failovers started recently; nothing was detached"),
    ZONE_STOPPED(
            "attaches fail in the Availability Zone; automatic failover is stopped there for some minutes; nothing was detached"),
    INCONCLUSIVE("the state that EC2 shows is not clear; the sweep checks again"),
    ANNOUNCED("an event is announced for later; the sweep moves the ENIs before it starts"),
    REPORTED("the configuration says to report only; nothing was changed"),
    NO_STANDBY("no standby is eligible; nothing was detached"),
    SPLIT("the group's ENIs are on several working instances; nothing was detached"),
    ROUTING_UNVERIFIED("the ENIs are attached, but routing is not verified; the sweep requests it again"),
    BUSY("another run is working on this group; it checks again before it ends"),
    PLANNED("this is what a failover would do; nothing was changed"),
    REFUSED("the request cannot be carried out"),
    NO_GROUP("no ENI has this group's tag");

    private final String message;

    Verdict(String message) {
        this.message = message;
    }

    /// For a person.
    public String message() {
        return message;
    }

    /// True when a person has to act.
    public boolean needsAPerson() {
        return switch (this) {
            case FAILED, NO_STANDBY, LIMIT_REACHED, ZONE_STOPPED, SPLIT, ROUTING_UNVERIFIED -> true;
            case SUCCEEDED,
                    HEALTHY,
                    MOVED_ALREADY,
                    PAUSED,
                    COOLING_DOWN,
                    DISABLED,
                    INCONCLUSIVE,
                    ANNOUNCED,
                    REPORTED,
                    BUSY,
                    PLANNED,
                    REFUSED,
                    NO_GROUP -> false;
        };
    }
}
