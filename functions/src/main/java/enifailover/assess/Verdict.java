package enifailover.assess;

/// How a run ends, in one word for machines and one phrase for people.
public enum Verdict {
    SUCCEEDED("the ENIs moved, and routing is verified where it is needed"),
    FAILED("the ENIs could not be moved as they had to be"),
    HEALTHY("the active is well; nothing to do"),
    MOVED_ALREADY("another instance holds the ENIs and is well; nothing to do"),
    PAUSED("the group is paused; nothing automatic happens"),
    COOLING_DOWN("a failover has just happened; none other happens by itself yet"),
    DISABLED("automatic moves of all groups are stopped; nothing automatic happens"),
    LIMIT_REACHED("too many automatic failovers have begun of late; nothing was detached"),
    ZONE_STOPPED("attaches fail in the zone; no automatic move begins there for some minutes, nothing was detached"),
    INCONCLUSIVE("what EC2 shows is not clear enough to act upon; the sweep looks again"),
    ANNOUNCED("trouble is announced for later; the sweep moves the ENIs in time"),
    REPORTED("this is only reported, never acted upon, as configured"),
    NO_STANDBY("no standby is eligible; nothing was detached"),
    SPLIT("the group's ENIs are on several instances that work; nothing was detached"),
    ROUTING_UNVERIFIED("the ENIs are attached, and their routing is not verified there; it is asked for again"),
    BUSY("another run is at work on this group; it looks again before it ends"),
    PLANNED("this is what a failover would do; nothing was changed"),
    REFUSED("the request cannot be carried out as it stands"),
    NO_GROUP("no ENI carries this group's tag");

    private final String message;

    Verdict(String message) {
        this.message = message;
    }

    /// For a person.
    public String message() {
        return message;
    }

    /// True when somebody should be told at once.
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
