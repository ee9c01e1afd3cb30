package enifailover.readiness.audit;

import enifailover.model.group.Finding;
import enifailover.readiness.alarms.CompetingRecovery;
import enifailover.readiness.alarms.StatusAlarmsPresent;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import enifailover.readiness.eni.AddressLimit;
import enifailover.readiness.eni.DeleteOnTerminationOff;
import enifailover.readiness.eni.ElasticIps;
import enifailover.readiness.eni.EniMissing;
import enifailover.readiness.eni.EnisOnOneInstance;
import enifailover.readiness.eni.FlowLogs;
import enifailover.readiness.eni.Routes;
import enifailover.readiness.eni.SecurityGroups;
import enifailover.readiness.eni.SourceDestCheck;
import enifailover.readiness.eni.TagsValid;
import enifailover.readiness.eni.UnadoptedEnis;
import enifailover.readiness.guest.CommandLength;
import enifailover.readiness.guest.RoutingStaged;
import enifailover.readiness.guest.RoutingUnverified;
import enifailover.readiness.guest.RoutingVerified;
import enifailover.readiness.guest.SsmAgentOnline;
import enifailover.readiness.standby.ActiveIsMember;
import enifailover.readiness.standby.ClusterNodes;
import enifailover.readiness.standby.DeviceIndexFree;
import enifailover.readiness.standby.DrillAge;
import enifailover.readiness.standby.FencePossible;
import enifailover.readiness.standby.HasStandby;
import enifailover.readiness.standby.InterfaceLimit;
import enifailover.readiness.standby.SameZoneAndVpc;
import enifailover.readiness.standby.ScheduledEvents;
import enifailover.readiness.standby.StandbyAvailable;
import enifailover.readiness.standby.StandbyKmsKeys;
import enifailover.readiness.standby.StandbyRunning;
import enifailover.readiness.standby.StatusChecksPassed;
import java.util.Comparator;
import java.util.List;

/// All checks of a group.
final class GroupChecks {
    private static final List<Check> ALL = List.of(
            new StandbyAvailable(),
            new EnisOnOneInstance(),
            new UnadoptedEnis(),
            new RoutingUnverified(),
            new HasStandby(),
            new ActiveIsMember(),
            new EniMissing(),
            new StandbyRunning(),
            new StandbyKmsKeys(),
            new StatusChecksPassed(),
            new SameZoneAndVpc(),
            new DeviceIndexFree(),
            new InterfaceLimit(),
            new AddressLimit(),
            new SsmAgentOnline(),
            new CommandLength(),
            new DeleteOnTerminationOff(),
            new ElasticIps(),
            new SourceDestCheck(),
            new SecurityGroups(),
            new ClusterNodes(),
            new Routes(),
            new FlowLogs(),
            new StatusAlarmsPresent(),
            new CompetingRecovery(),
            new FencePossible(),
            new ScheduledEvents(),
            new TagsValid(),
            new DrillAge(),
            new RoutingVerified(),
            new RoutingStaged());

    /// Worst first, then by check and subject.
    static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(Finding::check)
            .thenComparing(Finding::subject)
            .thenComparing(Finding::symptom);

    private GroupChecks() {}

    static List<Finding> look(CheckContext checkContext) {
        return ALL.stream()
                .flatMap(check -> check.look(checkContext).stream())
                .distinct()
                .sorted(WORST_FIRST)
                .toList();
    }
}
