package enifailover.sweep;

import enifailover.assess.FailbackRules;
import enifailover.execute.CleanupResult;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.SsmAgentStatus;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.Member;
import enifailover.model.group.PendingWork;
import enifailover.model.group.PendingWork.PendingCleanup;
import enifailover.plan.RoutingParameters;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner;
import enifailover.port.CommandRunner.Ended;
import enifailover.port.Ec2Reader;
import enifailover.port.GroupStore;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the sweep does for a group that is at rest after a move: it remembers since when the preferred instance is
/// well, and has former holders that came back clean up their routing. One write where anything is new, else none; no
/// lease, so that it never stands in the way of a failover.
final class PostFailoverTasks {
    /// Sent so often at most; then a person is told.
    private static final int MOST_TRIES = 5;
    /// Before the command is sent again, doubled with each try. The document itself may run three minutes.
    private static final Duration PAUSE = Duration.ofMinutes(5);
    /// A former holder that did not come back for so long is forgotten.
    private static final Duration MEMORY = Duration.ofDays(30);
    /// After so long its agent is asked for only each quarter of an hour.
    private static final Duration YOUNG = Duration.ofHours(1);

    private static final Duration DELIVERY = Duration.ofSeconds(60);

    /// When a whole zone comes back the rest waits for the next sweep.
    private static final int MOST_AT_ONCE = 50;

    private final Ec2Reader ec2Reader;
    private final CommandRunner shell;
    private final GroupStore groupStore;
    private final Scheduler scheduler;
    private int asked;

    PostFailoverTasks(Ec2Reader ec2Reader, CommandRunner shell, GroupStore groupStore, Scheduler scheduler) {
        this.ec2Reader = ec2Reader;
        this.shell = shell;
        this.groupStore = groupStore;
        this.scheduler = scheduler;
    }

    /// @param groups as the sweep saw them, at rest
    /// @return what a person should know, in words
    List<String> look(List<GroupSnapshot> groups) {
        asked = 0;
        return groups.stream().flatMap(group -> look(group).stream()).toList();
    }

    private List<String> look(GroupSnapshot group) {
        List<String> warnings = new ArrayList<>();
        PendingWork before = group.memory().after();
        PendingWork next = FailbackRules.remembering(group, scheduler.now());
        if (before.promise().isPresent() && next.promise().isEmpty()) {
            warnings.add(group.name() + ": the planned return of a drill is cancelled: "
                    + before.promise().get());
        }
        next = next.withPendingCleanups(pendingCleanups(group, warnings));
        try {
            if (!next.equals(before) && !groupStore.savePendingWork(group.name(), before, next)) {
                // A run is at work, or has just been: the next sweep sees what it left.
                return List.of();
            }
        } catch (AwsCallException awsCallException) {
            warnings.add(group.name() + ": the tasks after the last failover could not be recorded: "
                    + awsCallException.message());
        }
        return warnings;
    }

    private Map<InstanceId, PendingCleanup> pendingCleanups(GroupSnapshot group, List<String> warnings) {
        Map<InstanceId, PendingCleanup> left = new TreeMap<>();
        group.memory().after().pendingCleanups().forEach((id, pendingCleanup) -> {
            try {
                settle(group, id, pendingCleanup, warnings).ifPresent(still -> left.put(id, still));
            } catch (AwsCallException awsCallException) {
                warnings.add("the routing clean-up of " + id + " could not be checked: " + awsCallException.message());
                left.put(id, pendingCleanup);
            }
        });
        return left;
    }

    /// @return what is still owed; empty when nothing is
    private Optional<PendingCleanup> settle(
            GroupSnapshot group, InstanceId id, PendingCleanup pendingCleanup, List<String> warnings) {
        Optional<Instance> seen = group.member(id).map(Member::instance);
        boolean unrouted = !group.policy().routedBySsm();
        boolean gone = seen.isEmpty() || seen.get().state() == InstanceState.TERMINATED;
        boolean old = Duration.between(pendingCleanup.since(), scheduler.now()).compareTo(MEMORY) > 0;
        if (gone || old || unrouted || group.holders().contains(id)) {
            return Optional.empty();
        }
        if (seen.get().state() != InstanceState.RUNNING || asked >= MOST_AT_ONCE) {
            return Optional.of(pendingCleanup);
        }
        Optional<Ended> ended = pendingCleanup.command().flatMap(command -> shell.result(id, command));
        Optional<String> problem = ended.flatMap(CleanupResult::problem);
        if (ended.isPresent() && problem.isEmpty()) {
            return Optional.empty();
        }
        if (pendingCleanup.tries() >= MOST_TRIES && (ended.isPresent() || due(pendingCleanup))) {
            warnings.add(
                    group.name() + ": " + id + " still has routing of the group's ENIs after " + pendingCleanup.tries()
                            + " clean-ups: " + problem.orElse("no result")
                            + "; reboot it, or run the action cleanup of the SSM document by hand");
            return Optional.empty();
        }
        Optional<SsmAgentStatus> agent = due(pendingCleanup) ? reached(id) : Optional.empty();
        if (agent.isPresent() && !agent.get().routes()) {
            return Optional.empty(); // Windows was never routed, so there is nothing to take away
        }
        if (agent.isEmpty() || holds(group, id)) {
            return Optional.of(pendingCleanup);
        }
        return Optional.of(sent(group, id, pendingCleanup, warnings));
    }

    /// What the sweep saw may be as old as its longest failover, and the ENIs may have come back since.
    private boolean holds(GroupSnapshot group, InstanceId id) {
        Set<EniId> enis = group.enis().stream().map(Eni::id).collect(Collectors.toSet());
        return ec2Reader.enis(enis).stream().anyMatch(eni -> eni.heldBy(id));
    }

    private boolean due(PendingCleanup pendingCleanup) {
        Instant now = scheduler.now();
        if (pendingCleanup.sentAt().isPresent()) {
            Duration pause = PAUSE.multipliedBy(1L << Math.max(0, pendingCleanup.tries() - 1));
            return !now.isBefore(pendingCleanup.sentAt().get().plus(pause));
        }
        boolean young = Duration.between(pendingCleanup.since(), now).compareTo(YOUNG) < 0;
        return young || now.atOffset(ZoneOffset.UTC).getMinute() % 15 == 0;
    }

    private Optional<SsmAgentStatus> reached(InstanceId id) {
        asked++;
        return ec2Reader
                .instance(id)
                .filter(one -> one.state() == InstanceState.RUNNING)
                .map(Instance::shell)
                .filter(agent -> agent.reach() == Reach.ONLINE);
    }

    /// Whoever moves the ENIs back to it meanwhile is not disturbed: the script cleans nothing of an interface that is
    /// there.
    private PendingCleanup sent(
            GroupSnapshot group, InstanceId id, PendingCleanup pendingCleanup, List<String> warnings) {
        CommandRunner.Command command =
                new CommandRunner.Command("cleanup", RoutingParameters.inOneCommand(group.enis()), "");
        Optional<String> sent = Optional.empty();
        try {
            sent = Optional.of(shell.send(id, command, DELIVERY));
        } catch (AwsCallException awsCallException) {
            warnings.add(
                    group.name() + ": the clean-up could not be sent to " + id + ": " + awsCallException.message());
        }
        return new PendingCleanup(
                pendingCleanup.since(), pendingCleanup.tries() + 1, sent, Optional.of(scheduler.now()));
    }
}
