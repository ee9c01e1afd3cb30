package enifailover.model.audit;

import enifailover.model.EniId;
import enifailover.model.InstanceId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Everything an audit sees beyond the sight of ENIs and instances that a failover has.
///
/// @param traits of each ENI in the sight
/// @param recovers the instances whose simplified automatic recovery is on (EC2's default); of those in the sight
/// @param routeTables of the VPCs that the ENIs are in
/// @param flowLogs on any of the ENIs, their subnets and VPCs
/// @param volumeKeys the KMS keys of the volumes of stopped instances, by ARN; one that is missing has none
/// @param agents of the instances in the sight; one that is missing here is not managed
/// @param document the routing document
/// @param alarms on status checks of instances in the sight, and all of ours, also of instances that are no members
/// any more
/// @param rules of this stack
/// @param onTagPrefix the names of all rules, of any stack, that listen to changes of tags with this stack's prefix
/// @param deadLetters how many events were given up and lie in the queue: its alarm is raised or not
/// @param stopObstacles why EC2 would refuse to stop a member that a fence would stop; one that is missing here may be
/// stopped
public record AuditSnapshot(
        Map<EniId, EniTraits> traits,
        Set<InstanceId> recovers,
        Lookup<List<RouteTable>> routeTables,
        Lookup<List<FlowLog>> flowLogs,
        Lookup<Map<InstanceId, Set<String>>> volumeKeys,
        Lookup<Map<InstanceId, SsmAgent>> agents,
        Lookup<RoutingDocument> document,
        Lookup<List<StatusAlarm>> alarms,
        Lookup<List<EventRule>> rules,
        Lookup<List<String>> onTagPrefix,
        Lookup<DeadLetters> deadLetters,
        Lookup<Map<InstanceId, Set<StopObstacle>>> stopObstacles) {

    /// The state of the queue of events that were given up, by its own alarm.
    public enum DeadLetters {
        NONE,
        WAITING,
        /// The alarm has no data, or is not there.
        UNKNOWN
    }
}
