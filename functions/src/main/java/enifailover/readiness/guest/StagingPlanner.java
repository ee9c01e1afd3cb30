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

/// Decides on which standbys a group's routing file is staged, and from which instances it is removed. A standby gets
/// the file if the planner would choose it now, it runs, its agent is online, and no move is open. The file is staged
/// again after a move (EC2 gives a new attachment id), and when addresses or the script change.
public final class StagingPlanner {
    /// The wait after a failure.
    private static final Duration AGAIN = Duration.ofHours(1);

    private final GroupTags tags;
    private final boolean wanted;
    private final Planner planner = new Planner();

    /// @param wanted whether staging is on; false removes all staged files
    public StagingPlanner(GroupTags tags, boolean wanted) {
        this.tags = tags;
        this.wanted = wanted;
    }

    /// A command for a guest.
    ///
    /// @param group whose ENIs
    /// @param instance on which instance
    /// @param remove whether to remove the files or to write them
    /// @param interfaces the document's parameter, one for each command
    /// @param stagedFile what is stored of it, without the result
    public record Due(
            GroupName group, InstanceId instance, boolean remove, List<String> interfaces, StagedFile stagedFile) {}

    /// The commands to send, and the entries to delete.
    ///
    /// @param due the most urgent first
    /// @param over by group: instances with no file any more, or that hold the ENIs now
    public record Work(List<Due> due, Map<GroupName, Set<InstanceId>> over) {}

    /// @param groups every group
    /// @param seen every member, and every other instance with a staged file that EC2 still shows
    /// @param accepted what earlier audits stored, by group
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
            // First those that were never asked, then those asked longest ago.
            more.sort(Comparator.comparing((Due one) -> askedAt(one, accepted)).thenComparing(Due::group));
            due.addAll(more);
        }
        return new Work(due, over);
    }

    /// Whether the file has to be removed from the instance.
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

    /// The role may send commands only to instances with the group tag.
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

    /// A hash of everything that the files depend on.
    private static String fingerprint(GroupSnapshot group) {
        String attachments = group.enis().stream()
                .flatMap(eni -> eni.attachment().stream())
                .map(Attachment::id)
                .map(Object::toString)
                .collect(Collectors.joining(" "));
        return RoutingScript.hash(RoutingScript.SHA256 + " " + RoutingParameters.of(group.enis()) + " " + attachments);
    }

    /// The names of the files: enough to remove them after the ENIs are deleted.
    private static String bare(GroupSnapshot group) {
        return group.enis().stream().map(RoutingParameters::bare).collect(Collectors.joining(" "));
    }
}
