package enifailover.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An instance as the describes told it.
///
/// @param id the instance
/// @param state EC2's state
/// @param type such as `m5.large`
/// @param availabilityZone where it runs
/// @param vpcId its VPC
/// @param tags its tags
/// @param occupied the slots of all its interfaces
/// @param checks the status checks; unknown unless it runs
/// @param scheduled what EC2 has scheduled for it
/// @param shell what Systems Manager says of it
/// @param limits what its type allows; empty where EC2 did not say
/// @param provisioning how it was launched, and what Auto Scaling does with it
public record Instance(
        InstanceId id,
        InstanceState state,
        String type,
        String availabilityZone,
        String vpcId,
        Map<String, String> tags,
        Set<DevicePosition> occupied,
        StatusChecks checks,
        List<ScheduledEvent> scheduled,
        SsmAgentStatus shell,
        Optional<TypeLimits> limits,
        Provisioning provisioning) {

    /// An On-Demand instance of no Auto Scaling group.
    public Instance(
            InstanceId id,
            InstanceState state,
            String type,
            String availabilityZone,
            String vpcId,
            Map<String, String> tags,
            Set<DevicePosition> occupied,
            StatusChecks checks,
            List<ScheduledEvent> scheduled,
            SsmAgentStatus shell,
            Optional<TypeLimits> limits) {
        this(
                id,
                state,
                type,
                availabilityZone,
                vpcId,
                tags,
                occupied,
                checks,
                scheduled,
                shell,
                limits,
                Provisioning.ON_DEMAND);
    }

    /// An instance that an ENI or a signal names and EC2 does not describe any more.
    public static Instance gone(InstanceId id) {
        return new Instance(
                id,
                InstanceState.GONE,
                "",
                "",
                "",
                Map.of(),
                Set.of(),
                StatusChecks.UNKNOWN,
                List.of(),
                SsmAgentStatus.UNKNOWN,
                Optional.empty());
    }

    /// The same instance with interfaces at these slots, and at no others.
    public Instance occupying(Set<DevicePosition> slots) {
        return new Instance(
                id, state, type, availabilityZone, vpcId, tags, slots, checks, scheduled, shell, limits, provisioning);
    }

    /// Running with all checks passed.
    public boolean healthy() {
        return state == InstanceState.RUNNING && checks.passed();
    }
}
