package enifailover.model;

import java.util.Optional;

/// How an instance was launched, and what Auto Scaling does with it.
///
/// @param spot it is a Spot instance
/// @param instanceStoreRoot its root device is an instance store volume
/// @param scalingState where it is in its lifecycle, in Auto Scaling's word, such as `InService` or `Terminating:Wait`;
/// empty for an instance of no Auto Scaling group, and where Auto Scaling did not say
public record Provisioning(boolean spot, boolean instanceStoreRoot, Optional<String> scalingState) {

    /// On-Demand, with an EBS root device, in no Auto Scaling group.
    public static final Provisioning ON_DEMAND = new Provisioning(false, false, Optional.empty());

    /// The same in this lifecycle state of its Auto Scaling group.
    public Provisioning inScalingState(String state) {
        return new Provisioning(spot, instanceStoreRoot, Optional.of(state));
    }

    /// Whether Auto Scaling keeps it out of service or is about to remove it. An instance that is launched or
    /// detached is judged by its own state. Source: Auto Scaling user guide, "Amazon EC2 Auto Scaling instance
    /// lifecycle".
    public boolean outOfScalingService() {
        return scalingState.isPresent() && leavesService(scalingState.get());
    }

    private static boolean leavesService(String state) {
        return state.startsWith("Terminat")
                || state.startsWith("Warmed:")
                || state.equals("EnteringStandby")
                || state.equals("Standby")
                || state.equals("Quarantined");
    }
}
