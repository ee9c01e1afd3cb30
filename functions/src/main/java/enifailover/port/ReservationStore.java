package enifailover.port;

import enifailover.model.DevicePosition;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The slots that moves have reserved on their targets before anything was detached, so that two groups never move to
/// one slot. They are kept where every function sees them at once. A reservation ends by itself. All methods throw
/// [AwsCallException].
public interface ReservationStore {

    /// A slot that is reserved.
    ///
    /// @param instance the target of a move
    /// @param devicePosition where the move brings an ENI
    /// @param group whose move
    /// @param until when the reservation ends, unless it is extended
    record Reserved(InstanceId instance, DevicePosition devicePosition, GroupName group, Instant until) {}

    /// What one reading showed.
    ///
    /// @param slots what is reserved, by anybody
    /// @param versions how often the reservations of an instance have changed; an instance without any is missing
    record Reading(List<Reserved> slots, Map<InstanceId, Long> versions) {
        /// Nothing is reserved.
        public static final Reading NONE = new Reading(List.of(), Map.of());
    }

    /// What is reserved now, on all instances.
    Reading read();

    /// Reserves slots, all of them or none.
    ///
    /// @param group whose move needs them; what it had reserved on that instance before is replaced
    /// @param target the instance
    /// @param slots one or more, none of which another group has in `seen`
    /// @param until when the reservation ends, unless it is extended
    /// @param seen what the choice of the target rests on
    /// @return false where the reservations of that instance have changed since: read again, and choose again
    boolean reserve(GroupName group, InstanceId target, Set<DevicePosition> slots, Instant until, Reading seen);

    /// Prolongs what the group has reserved.
    ///
    /// @return false where it has one of the slots no more, because the reservation had ended and another group
    /// took it
    boolean extend(GroupName group, InstanceId target, Set<DevicePosition> slots, Instant until);

    /// Gives back what the group has reserved; does nothing where the group has it no more.
    void giveBack(GroupName group, InstanceId target, Set<DevicePosition> slots);
}
