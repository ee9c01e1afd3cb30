package enifailover.readiness.guest;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.model.Attachment;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.StagedFile;
import enifailover.model.audit.StagedFile.End;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.Member;
import enifailover.plan.Plan;
import enifailover.plan.Planner;
import enifailover.plan.RoutingParameters;
import enifailover.plan.TargetExclusions;
import enifailover.script.RoutingScript;
import enifailover.tag.GroupTags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which guests are to have a group's routing file ahead of time, and which are to lose it again. A standby has it when
/// the planner would take it now, it runs and its agent answers, and nothing of a move is open. What a move may have
/// changed is staged anew, because EC2 gives a new attachment id each time; so is what belongs to other addresses or to
/// another script.
public final class StagingPlanner {
    /// What failed is tried again after so long.
    private static final Duration AGAIN = Duration.ofHours(1);

    private final GroupTags tags;
    private final boolean wanted;
    private final Planner planner = new Planner();

    /// @param wanted false takes away all that was ever staged
    public StagingPlanner(GroupTags tags, boolean wanted) {
        this.tags = tags;
        this.wanted = wanted;
    }

    /// A command for a guest.
    ///
    /// @param group whose ENIs
    /// @param instance on which instance
    /// @param remove take the files away, else write them
    /// @param interfaces the document's parameter, of each command
    /// @param stagedFile what is to be remembered of it, but for how it ended
    public record Due(
            GroupName group, InstanceId instance, boolean remove, List<String> interfaces, StagedFile stagedFile) {}

    /// What is to be done, and what need not be remembered any more.
    ///
    /// @param due the most urgent first
    /// @param over by group: there is nothing any more, or it is the holder's own file now
    public record Work(List<Due> due, Map<GroupName, Set<InstanceId>> over) {}

    /// @param groups every group
    /// @param seen every member, and every other instance on which something was staged, where EC2 still has it
    /// @param accepted what was remembered, by group
    public Work work(
            List<GroupSnapshot> groups, List<Instance> seen, Map<GroupName, AuditBaseline> accepted, Instant now) {
        Map<GroupName, GroupSnapshot> present =
                groups.stream().collect(Collectors.toMap(GroupSnapshot::name, group -> group));
        Map<InstanceId, Instance> instances =
                seen.stream().collect(Collectors.toMap(Instance::id, one -> one, (first, _) -> first));
        List<Due> due = new ArrayList<>();
        Map<GroupName, Set<InstanceId>> over = new TreeMap<>();
        accepted.forEach((name, last) -> last.staged().forEach((id, stagedFile) -> {
            Optional<GroupSnapshot> group = Optional.ofNullable(present.get(name));
            Instance instance = Optional.ofNullable(instances.get(id)).orElseGet(() -> Instance.gone(id));
            if (group.isPresent() && moves(group.get())) {
                return;
            }
            if (isOver(group, instance)) {
                over.computeIfAbsent(name, _ -> new HashSet<>()).add(id);
            } else if (leaves(group, id, stagedFile) && mayBeTold(instance) && ripe(stagedFile, now)) {
                due.add(new Due(name, id, true, List.of(stagedFile.interfaces()), stagedFile));
            }
        }));
        Set<InstanceId> losing = due.stream().map(Due::instance).collect(Collectors.toSet());
        if (wanted) {
            List<Due> more = new ArrayList<>();
            groups.forEach(group -> standbys(group, accepted, now).stream()
                    .filter(one -> !losing.contains(one.instance()))
                    .forEach(more::add));
            // Who was never asked first, then whose turn was longest ago.
            more.sort(Comparator.comparing((Due one) -> askedAt(one, accepted)).thenComparing(Due::group));
            due.addAll(more);
        }
        return new Work(due, over);
    }

    /// Whether an entry belongs to nobody who should have it.
    private boolean leaves(Optional<GroupSnapshot> group, InstanceId id, StagedFile stagedFile) {
        if (!wanted
                || group.isEmpty()
                || !group.get().policy().routedBySsm()
                || group.get().member(id).isEmpty()) {
            return true;
        }
        Set<String> present = Set.of(bare(group.get()).split(" ", -1));
        return !present.containsAll(List.of(stagedFile.interfaces().split(" ", -1)));
    }

    private static boolean isOver(Optional<GroupSnapshot> group, Instance instance) {
        boolean gone =
                switch (instance.state()) {
                    case SHUTTING_DOWN, TERMINATED, GONE -> true;
                    case PENDING, RUNNING, STOPPING, STOPPED, UNKNOWN -> false;
                };
        return gone
                || group.filter(one -> one.holders().contains(instance.id())).isPresent();
    }

    /// The role sends commands to instances with the group tag only.
    private boolean mayBeTold(Instance instance) {
        return reachable(instance)
                && !tags.membership(instance.id(), instance.tags()).groups().isEmpty();
    }

    private static boolean reachable(Instance instance) {
        return instance.state() == InstanceState.RUNNING
                && instance.shell().reach() == Reach.ONLINE
                && instance.shell().routes();
    }

    private static boolean moves(GroupSnapshot group) {
        return group.memory().unfinished().isPresent();
    }

    private static boolean ripe(StagedFile stagedFile, Instant now) {
        return stagedFile.end() != End.FAILED || !now.isBefore(stagedFile.at().plus(AGAIN));
    }

    private List<Due> standbys(GroupSnapshot group, Map<GroupName, AuditBaseline> accepted, Instant now) {
        if (!group.onOneInstance() || moves(group) || !group.policy().routedBySsm()) {
            return List.of();
        }
        Map<InstanceId, StagedFile> last =
                accepted.getOrDefault(group.name(), AuditBaseline.NOTHING).staged();
        List<Due> due = new ArrayList<>();
        for (Member member : group.members()) {
            Instance standby = member.instance();
            boolean owes = group.memory().after().pendingCleanups().containsKey(standby.id());
            if (group.holders().contains(standby.id()) || owes || !reachable(standby)) {
                continue;
            }
            if (takes(group, standby.id(), now)) {
                String of = fingerprint(group);
                Optional<StagedFile> before = Optional.ofNullable(last.get(standby.id()));
                boolean current = before.filter(stagedFile -> stagedFile.of().equals(of))
                        .filter(stagedFile -> stagedFile.end() != End.FAILED || !ripe(stagedFile, now))
                        .isPresent();
                if (!current) {
                    StagedFile stagedFile = new StagedFile(bare(group), of, now, End.FAILED, "");
                    due.add(new Due(
                            group.name(), standby.id(), false, RoutingParameters.commands(group.enis()), stagedFile));
                }
            }
        }
        return due;
    }

    private boolean takes(GroupSnapshot group, InstanceId standby, Instant now) {
        MoveRequired failure = new MoveRequired(
                Reason.FAILURE, Set.of(group.holders().getFirst()), false, Optional.of(standby), List.of());
        return planner.plan(group, failure, TargetExclusions.NOTHING, now) instanceof Plan;
    }

    private static Instant askedAt(Due due, Map<GroupName, AuditBaseline> accepted) {
        return Optional.ofNullable(accepted.getOrDefault(due.group(), AuditBaseline.NOTHING)
                        .staged()
                        .get(due.instance()))
                .map(StagedFile::at)
                .orElse(Instant.EPOCH);
    }

    /// All that the files, and whether they are still there, depend on.
    private static String fingerprint(GroupSnapshot group) {
        String attachments = group.enis().stream()
                .flatMap(eni -> eni.attachment().stream())
                .map(Attachment::id)
                .map(Object::toString)
                .collect(Collectors.joining(" "));
        return RoutingScript.hash(RoutingScript.SHA256 + " " + RoutingParameters.of(group.enis()) + " " + attachments);
    }

    /// What names the files: enough to take them away when the ENIs themselves are gone.
    private static String bare(GroupSnapshot group) {
        return group.enis().stream().map(RoutingParameters::bare).collect(Collectors.joining(" "));
    }
}
