package enifailover.port;

import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Sees what EC2 and Systems Manager say now. Changes nothing. All methods throw [AwsCallException]; a missing
/// permission is thrown too, never shown as an empty list.
public interface Ec2Reader {

    /// What an instance tells of itself, whether it runs or not. Asked once: a refusal for there being too many is
    /// thrown at once, for whoever asks to heed.
    InstanceMembership describeMembership(InstanceId instance);

    /// The groups of the ENIs that an instance holds.
    Set<GroupName> groupsHeldBy(InstanceId instance);

    /// The tagged ENIs that an instance holds, as they are now, without their subnets' blocks.
    List<Eni> heldBy(InstanceId instance);

    /// One group, in every detail a plan needs: its ENIs with their subnets' blocks; its members, holders and the
    /// former holders named, with status checks, scheduled events, agent, limits.
    ///
    /// @param group the group
    /// @param also instances to describe besides, such as a former holder
    Observation look(GroupName group, Set<InstanceId> also);

    /// Every group of this Region and tag prefix, in as few paged calls as possible: ENIs, members, holders, their
    /// states, status checks and scheduled events; without agent, limits and subnets.
    Observation lookAtAll();

    /// Only these ENIs, for a wait. An ENI that EC2 does not know is left out.
    List<Eni> enis(Collection<EniId> ids);

    /// Only this instance's state, checks and agent, for a wait; empty if EC2 does not know it.
    Optional<Instance> instance(InstanceId id);

    /// The instances whose status checks an alarm, or the children of a composite alarm, watch.
    Set<InstanceId> instancesOfAlarms(Collection<String> alarmNames);
}
