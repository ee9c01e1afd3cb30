package enifailover.sweep;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Verdict;
import enifailover.failover.GroupSnapshots;
import enifailover.model.InstanceId;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.plan.Plan;
import enifailover.plan.Planner;
import enifailover.plan.Step;
import enifailover.plan.TargetExclusions;
import enifailover.port.AuditStore;
import enifailover.port.AwsCallException;
import enifailover.port.Ec2Reader;
import enifailover.port.EniOperations;
import enifailover.port.ErrorKind;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks EC2 by `DryRun`, once an hour and for one group in turn, whether this role may move it. `DryRun` answers for
/// whoever asks, so only the failover's own role can ask; an audit reads the answer in the book. A group is asked for
/// only while it is well, so that no failover ever waits for this.
public final class PermissionProbe {
    static final Duration EVERY = Duration.ofHours(1);

    private final Ec2Reader ec2Reader;
    private final GroupSnapshots groupSnapshots;
    private final EniOperations eniOperations;
    private final AuditStore book;
    private final Scheduler scheduler;
    private final Planner planner = new Planner();
    /// When this process last asked: a new process asks at its first sweep.
    private volatile @Nullable Instant asked;

    public PermissionProbe(
            Ec2Reader ec2Reader,
            GroupSnapshots groupSnapshots,
            EniOperations eniOperations,
            AuditStore book,
            Scheduler scheduler) {
        this.ec2Reader = ec2Reader;
        this.groupSnapshots = groupSnapshots;
        this.eniOperations = eniOperations;
        this.book = book;
        this.scheduler = scheduler;
    }

    /// To be called after a sweep.
    ///
    /// @return what could not be asked or written down, in words; empty most of the time
    public Optional<String> after(Sweep.Swept swept) {
        Instant now = scheduler.now();
        Instant last = asked;
        List<GroupName> well = swept.verdicts().entrySet().stream()
                .filter(one -> one.getValue() == Verdict.HEALTHY)
                .map(java.util.Map.Entry::getKey)
                .sorted()
                .toList();
        boolean busy = !swept.reports().isEmpty();
        if (busy || well.isEmpty() || (last != null && now.isBefore(last.plus(EVERY)))) {
            return Optional.empty();
        }
        asked = now;
        long turn = now.getEpochSecond() / EVERY.toSeconds();
        GroupName group = well.get(Math.floorMod(turn, well.size()));
        try {
            ask(group, now).ifPresent(book::asked);
            return Optional.empty();
        } catch (AwsCallException awsCallException) {
            return Optional.of(
                    "the permissions of the role could not be checked or recorded: " + awsCallException.message());
        }
    }

    /// @return empty where nobody could take the group, so that there was nothing to ask
    private Optional<PermissionCheck> ask(GroupName name, Instant now) {
        GroupSnapshot group = groupSnapshots.of(name, ec2Reader.look(name, Set.of()), GroupState.NONE);
        if (!group.onOneInstance()) {
            return Optional.empty();
        }
        InstanceId active = group.holders().getFirst();
        MoveRequired failure = new MoveRequired(Reason.DRILL, Set.of(active), false, Optional.empty(), List.of());
        if (!(planner.plan(group, failure, TargetExclusions.NOTHING, now) instanceof Plan plan)) {
            return Optional.empty();
        }
        for (Step.CheckPermissions question : plan.permissionChecks()) {
            try {
                eniOperations.dryRunMove(question.eni(), question.from(), question.target(), question.devicePosition());
            } catch (AwsCallException awsCallException) {
                if (awsCallException.refusal() != ErrorKind.DENIED) {
                    throw awsCallException;
                }
                return Optional.of(new PermissionCheck(now, name, Optional.of(awsCallException.message())));
            }
        }
        return Optional.of(new PermissionCheck(now, name, Optional.empty()));
    }
}
