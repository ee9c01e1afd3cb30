package enifailover.model.group;

import enifailover.model.EniId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What the operator wants of a failover group, read from the tags of its ENIs.
///
/// @param paused nothing automatic happens until then; [Instant#MAX] without an end
/// @param deviceIndex the index an ENI must have, where the operator fixed one
/// @param fence what is done to the failed active before its ENIs are taken
/// @param detach how long a detach may take gracefully before it is forced; empty for the default of the kind of move
/// @param cooldown how long after an automatic failover no other happens by itself
/// @param failback whether the ENIs go back by themselves, and after how long
/// @param startsColdStandby a stopped standby is eligible and is started
/// @param movesWhenAnnounced announced trouble moves the ENIs; else it is only reported
/// @param probePort the TCP port that must answer on the moved address
/// @param routing who keeps the guest's routing for the ENIs
/// @param rebootsOnNoShow a standby whose guest does not show the interface is rebooted once, before the next is tried
public record Policy(
        Optional<Instant> paused,
        Map<EniId, Integer> deviceIndex,
        Fence fence,
        Optional<Duration> detach,
        Duration cooldown,
        Optional<Duration> failback,
        boolean startsColdStandby,
        boolean movesWhenAnnounced,
        OptionalInt probePort,
        Routing routing,
        boolean rebootsOnNoShow) {

    /// What is done to the failed active before its ENIs are taken.
    public enum Fence {
        NONE,
        /// It is force-stopped, and the move waits until it is stopped.
        STOP
    }

    /// Who keeps the guest's routing for the ENIs.
    public enum Routing {
        /// The SSM document applies and verifies it.
        SSM,
        /// The guest does it by itself: an appliance, Windows. Systems Manager is never asked.
        NONE
    }

    /// Seconds of graceful detach before it is forced, for a failure.
    public static final Duration DETACH_OF_A_FAILURE = Duration.ofSeconds(5);

    /// The same for a planned move, where the holder still works and there is time.
    public static final Duration DETACH_OF_A_PLANNED_MOVE = Duration.ofMinutes(1);

    /// What holds where no tag says otherwise.
    public static final Policy DEFAULT = new Policy(
            Optional.empty(),
            Map.of(),
            Fence.NONE,
            Optional.empty(),
            Duration.ofMinutes(5),
            Optional.empty(),
            false,
            true,
            OptionalInt.empty(),
            Routing.SSM,
            false);

    /// True where the SSM document has to apply routing in the guest.
    public boolean routedBySsm() {
        return routing == Routing.SSM;
    }

    /// True while the operator has paused the group.
    public boolean pausedAt(Instant now) {
        return paused.isPresent() && now.isBefore(paused.get());
    }
}
