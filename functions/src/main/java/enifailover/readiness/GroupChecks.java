package enifailover.readiness;

import enifailover.group.Finding;
import java.util.Comparator;
import java.util.List;

/// Everything that is looked at in a group.
final class GroupChecks {
    private static final List<Check> ALL = List.of(
            new PlannerAnswers(),
            new Together(),
            new Newcomers(),
            new RoutingUnverified(),
            new OneMember(),
            new HolderIsMember(),
            new EniGone(),
            new StandbyRunning(),
            new StandbyKeys(),
            new ChecksPassed(),
            new SamePlace(),
            new IndexFree(),
            new InterfaceLimit(),
            new AddressLimit(),
            new AgentAnswers(),
            new CommandLength(),
            new OutlivesHolder(),
            new ElasticIps(),
            new SourceDestCheck(),
            new SecurityGroups(),
            new ClusterNodes(),
            new Routes(),
            new FlowLogs(),
            new AlarmsWatch(),
            new RecoveryFights(),
            new FenceCloses(),
            new ScheduledTrouble(),
            new Settled(),
            new DrillAge(),
            new GuestVerifies(),
            new StagedAhead());

    /// Worst first, then by what it is about.
    static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(Finding::check)
            .thenComparing(Finding::subject)
            .thenComparing(Finding::symptom);

    private GroupChecks() {}

    static List<Finding> look(Ground ground) {
        return ALL.stream()
                .flatMap(check -> check.look(ground).stream())
                .distinct()
                .sorted(WORST_FIRST)
                .toList();
    }
}
