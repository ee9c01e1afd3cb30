package enifailover.failover;

import enifailover.model.InstanceId;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.SavedAttachment;
import enifailover.port.AwsCallException;
import enifailover.port.Ec2Reader;
import enifailover.port.Observation;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Looks at a group under its lease, with patience for an EC2 that is busy, and none for a missing permission.
public final class SnapshotReader {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /// What is left for the report when EC2 never answers.
    private static final Duration RESERVE = Duration.ofSeconds(10);

    private final Ec2Reader ec2Reader;
    private final GroupSnapshots groupSnapshots;
    private final Scheduler scheduler;

    public SnapshotReader(Ec2Reader ec2Reader, GroupSnapshots groupSnapshots, Scheduler scheduler) {
        this.ec2Reader = ec2Reader;
        this.groupSnapshots = groupSnapshots;
        this.scheduler = scheduler;
    }

    /// @return what is there now; empty when EC2 could not be asked, which is then in the chronicle
    Optional<GroupSnapshot> observe(FailoverRun failoverRun) {
        Set<InstanceId> also = new LinkedHashSet<>();
        failoverRun.memory.unfinished().flatMap(MoveRecord::from).ifPresent(also::add);
        failoverRun.memory.unfinished().map(MoveRecord::to).ifPresent(also::add);
        failoverRun.memory.enis().values().stream().map(SavedAttachment::holder).forEach(also::add);
        failoverRun.runMode.trigger().instance().ifPresent(also::add);
        Duration pause = FIRST_PAUSE;
        Instant last = failoverRun.deadline.minus(RESERVE);
        while (true) {
            try {
                failoverRun.leaseGuard.check();
                Observation observation = ec2Reader.look(failoverRun.group, also);
                GroupSnapshot snapshot = groupSnapshots.of(failoverRun.group, observation, failoverRun.memory);
                failoverRun.reportBuilder.saw(snapshot, observation.warnings());
                return Optional.of(snapshot);
            } catch (AwsCallException awsCallException) {
                if (!awsCallException.refusal().isTransient()
                        || !scheduler.now().plus(pause).isBefore(last)) {
                    failoverRun.reportBuilder.noted("the group could not be read: " + awsCallException.message());
                    return Optional.empty();
                }
                scheduler.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }
}
