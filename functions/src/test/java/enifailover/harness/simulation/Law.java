package enifailover.harness.simulation;

/// What must be true in every run, whatever happens. Each is stated here once.
public enum Law {
    ONE_ATTACHMENT("an ENI is attached only where EC2 was last seen to show it attached nowhere"),
    ONE_SLOT("no slot is asked for that another interface was seen to have, and no slot for two ENIs"),
    KEEPS_SLOT("an ENI is attached at the device index that it had"),
    STANDBY_FIRST("nothing is detached before an eligible standby was seen"),
    NOT_FROM_THE_WELL("nothing is detached from a well instance, but in a planned move or to finish one written down"),
    NEWCOMERS("what carries a group's tag and was not adopted is not touched, and nothing is done because of it"),
    NO_SECOND_DETACH(
            "an ENI rests where it was brought, but for a new failure, a person, or what another was seen to do better"),
    SECOND_LOOK("what is surprising is seen twice before anything is begun"),
    FRESH_LOOK("nothing is detached on an old look, but where the holder is terminated"),
    NOT_GONE("no instance that has been running for some time is taken for gone"),
    ROUTES_ITSELF("no command is sent for ENIs whose guest routes by itself"),
    READ_UNDER_LEASE("only an attachment is detached whose id and holder this run has read under the lease"),
    LEASE("nothing is changed without the lease, but in the degraded mode without a table"),
    PLAIN_CASE("in the degraded mode only what is all on one instance seen leaving service is moved"),
    OWN("nothing is touched that does not belong to the group"),
    PAUSE("nothing automatic begins while the group is seen paused"),
    SWITCH("nothing automatic begins where automatic moves were seen stopped for all groups"),
    LIMIT("no more failovers begin within a window than the limit allows, of those that it counts"),
    COUNTED("what is counted against the limit is what has begun"),
    ZONE("no automatic move begins in a zone seen stopped, but one that tries; an attach that succeeds ends the stop"),
    COOLDOWN("nothing automatic begins in the cool-down, but to finish what was begun, or from a holder that is off"),
    FENCE("with fence=stop nothing is taken from a failed instance that was not seen off"),
    STOPS_THE_FAILED("no instance is force-stopped that was not seen failed"),
    REBOOTS_WHO_SHOWS_NOTHING(
            "nothing is rebooted but, once, a target that said it does not show the interface, where the tag wants it"),
    RESERVED("nothing is attached to a slot that is not reserved for its group, and no group loses a slot to another"),
    STOPS_NOBODY_ELSE("no instance is stopped for one group while it has an ENI of another that does not want it"),
    ASKS_AGAIN("what may be granted a moment later is asked for again: a denied attach, a look at a fence"),
    ANNOUNCED("a run that was told that the holder is about to end does not call it healthy"),
    OUT_OF_SERVICE("nothing is brought to an instance that its Auto Scaling group has out of service, but back"),
    PERMANENT("what AWS refuses for good is not asked for again and again"),
    ANSWERS("a function ends with a report, whatever AWS does"),
    IN_TIME("a function ends by itself within its time, unless it was made to stand still"),
    HONEST("a verdict agrees with what EC2 said to the run"),
    TOLD("bad news is in the journal, and told, unless it is the same as the last"),
    WAITS_FOR_NOBODY("a target that has left service is not waited for"),
    GOES_BACK(
            "a planned move whose target does not route goes back to a holder that is well, unless trouble is announced for it"),
    TOGETHER("at rest the ENIs of a group are on one instance"),
    NO_DEAD_END("at rest an ENI is attached nowhere only where no instance takes it"),
    COMES_TO_REST(
            "at rest nothing is detached any more from an instance that is well, and routing is asked for ever more seldom"),
    RESTORED("two sweeps after the faults the group is on a member that may have it, or the report says why not"),
    ROUTED("at rest, what the program moved is routed and verified by the guest that has it"),
    CLOSED("at rest, no move is open in the table and no lease is held");

    private final String message;

    Law(String message) {
        this.message = message;
    }

    /// The law.
    public String message() {
        return message;
    }

    /// Breaking one.
    ///
    /// @param law which
    /// @param message how
    public record Breach(Law law, String message) {}
}
