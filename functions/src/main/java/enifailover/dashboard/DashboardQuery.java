package enifailover.dashboard;

import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.failover.GroupSnapshots;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.port.AwsCallException;
import enifailover.port.Ec2Reader;
import enifailover.port.GroupStore;
import enifailover.port.Observation;
import enifailover.port.Scheduler;
import enifailover.report.Dashboard;
import enifailover.report.GroupCard;
import enifailover.report.RunSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// Reads all groups for the dashboard, and the journal of the groups that it shows. Changes nothing.
public final class DashboardQuery {
    /// The most groups that are shown in detail, the most urgent first; each needs one query of the journal.
    private static final int MOST_CARDS = 40;

    private static final int RUNS = 3;

    private final Ec2Reader ec2Reader;
    private final GroupStore groupStore;
    private final GroupSnapshots groupSnapshots;
    private final Assessor assessor;
    private final Scheduler scheduler;
    private final String prefix;

    /// @param prefix the tag prefix, for the text
    public DashboardQuery(
            Ec2Reader ec2Reader,
            GroupStore groupStore,
            GroupSnapshots groupSnapshots,
            Assessor assessor,
            Scheduler scheduler,
            String prefix) {
        this.ec2Reader = ec2Reader;
        this.groupStore = groupStore;
        this.groupSnapshots = groupSnapshots;
        this.assessor = assessor;
        this.scheduler = scheduler;
        this.prefix = prefix;
    }

    /// @param only the groups to show; empty for all
    /// @throws AwsCallException when EC2 could not be read
    public Dashboard show(Set<GroupName> only) {
        List<String> warnings = new ArrayList<>();
        Optional<Map<GroupName, GroupState>> memories = memories(warnings);
        Observation observation = ec2Reader.lookAtAll();
        warnings.addAll(observation.warnings());
        Instant now = scheduler.now();
        List<GroupCard> all = new ArrayList<>();
        for (GroupName name : groupSnapshots.names(observation)) {
            if (only.isEmpty() || only.contains(name)) {
                GroupState memory = memories.orElse(Map.of()).getOrDefault(name, GroupState.NONE);
                GroupSnapshot group = groupSnapshots.of(name, observation, memory);
                all.add(new GroupCard(group, assessor.assess(group, Trigger.SWEEP, now), List.of()));
            }
        }
        List<GroupCard> cards =
                all.stream().sorted(Dashboard.URGENT_FIRST).limit(MOST_CARDS).toList();
        List<GroupCard> shown = memories.isPresent() ? withRuns(cards, warnings) : cards;
        return new Dashboard(now, prefix, shown, Dashboard.count(all), List.copyOf(warnings));
    }

    /// Empty when the table could not be read.
    private Optional<Map<GroupName, GroupState>> memories(List<String> warnings) {
        try {
            return Optional.of(groupStore.memories());
        } catch (AwsCallException awsCallException) {
            warnings.add("The DynamoDB table could not be read, so no runs are shown: " + awsCallException.message());
            return Optional.empty();
        }
    }

    private record Read(GroupCard groupCard, Optional<String> problem) {}

    private List<GroupCard> withRuns(List<GroupCard> cards, List<String> warnings) {
        if (cards.isEmpty()) {
            return cards;
        }
        List<Read> read = scheduler.<Read>runAll(cards.stream()
                .map(groupCard -> (Callable<Read>) () -> read(groupCard))
                .toList());
        read.stream().flatMap(one -> one.problem().stream()).limit(1).forEach(warnings::add);
        return read.stream().map(Read::groupCard).toList();
    }

    private Read read(GroupCard groupCard) {
        try {
            GroupName name = groupCard.group().name();
            List<RunSummary> runs = groupStore.history(name, RUNS).stream()
                    .map(journalEntry -> RunSummary.of(
                            name.value(),
                            journalEntry.at(),
                            journalEntry.runId(),
                            journalEntry.verdict(),
                            journalEntry.reportJson()))
                    .toList();
            return new Read(new GroupCard(groupCard.group(), groupCard.assessment(), runs), Optional.empty());
        } catch (AwsCallException awsCallException) {
            return new Read(
                    groupCard, Optional.of("The runs of some groups could not be read: " + awsCallException.message()));
        }
    }
}
