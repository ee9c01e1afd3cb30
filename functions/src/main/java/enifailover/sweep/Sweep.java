package enifailover.sweep;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.execute.Contention;
import enifailover.failover.AutomaticMode;
import enifailover.failover.Failover;
import enifailover.failover.GroupSnapshots;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner;
import enifailover.port.Ec2Reader;
import enifailover.port.GroupStore;
import enifailover.port.LimitsRefresher;
import enifailover.port.Observation;
import enifailover.port.Scheduler;
import enifailover.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/// The scheduled look for what no event told: failures without an event, interrupted moves, orphans. One cheap look
/// at everything; only a group that needs it is taken under its lease and looked at closely. It also remembers what
/// EC2 forgets on detach.
public final class Sweep {
    /// So many failovers at once find room in EC2's buckets of 50 detaches and attaches.
    private static final int AT_ONCE = 40;
    /// A failover in between takes minutes, and what was at rest may have moved meanwhile.
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Ec2Reader ec2Reader;
    private final GroupStore groupStore;
    private final GroupSnapshots groupSnapshots;
    private final Assessor assessor;
    private final Failover failover;
    private final PostFailoverTasks postFailoverTasks;
    private final LimitsRefresher limitsRefresher;
    private final Scheduler scheduler;

    /// What the sweep saw of all groups.
    ///
    /// @param reports of the groups it took under their lease
    /// @param verdicts of all the others
    /// @param warnings what it could not do
    public record Swept(List<Report> reports, Map<GroupName, Verdict> verdicts, List<String> warnings) {}

    public Sweep(
            Ec2Reader ec2Reader,
            CommandRunner shell,
            GroupStore groupStore,
            GroupSnapshots groupSnapshots,
            Assessor assessor,
            Failover failover,
            LimitsRefresher limitsRefresher,
            Scheduler scheduler) {
        this.ec2Reader = ec2Reader;
        this.groupStore = groupStore;
        this.groupSnapshots = groupSnapshots;
        this.assessor = assessor;
        this.failover = failover;
        this.postFailoverTasks = new PostFailoverTasks(ec2Reader, shell, groupStore, scheduler);
        this.limitsRefresher = limitsRefresher;
        this.scheduler = scheduler;
    }

    /// @param runId unique to this sweep; each group's run adds its name
    /// @param deadline when the function is ended from outside
    /// @throws AwsCallException when EC2 could not be asked: a sweep that saw nothing must not look like one that
    /// found nothing
    public Swept run(String runId, Instant deadline) {
        List<String> warnings = new ArrayList<>();
        Optional<Map<GroupName, GroupState>> read = memories(warnings);
        Map<GroupName, GroupState> memories = read.orElse(Map.of());
        Observation observation = ec2Reader.lookAtAll();
        warnings.addAll(observation.warnings());
        Map<GroupName, Verdict> verdicts = new TreeMap<>();
        List<GroupName> due = new ArrayList<>();
        List<GroupSnapshot> atRest = new ArrayList<>();
        for (GroupName name : groupSnapshots.names(observation)) {
            GroupState memory = memories.getOrDefault(name, GroupState.NONE);
            GroupSnapshot group = groupSnapshots.of(name, observation, memory);
            Assessment assessment = assessor.assess(group, Trigger.SWEEP, scheduler.now());
            boolean unfinished = memory.unfinished().isPresent();
            switch (assessment) {
                case MoveRequired moveRequired -> due.add(name);
                case NoAction noAction -> {
                    boolean ended = unfinished && noAction.verdict() == Verdict.HEALTHY;
                    // To be looked at closely, and told.
                    if (ended || noAction.verdict() == Verdict.SPLIT) {
                        due.add(name);
                    } else {
                        verdicts.put(name, noAction.verdict());
                        // What was not read would be lost: where routing was last verified, and what EC2 forgets.
                        if (read.isPresent()) {
                            remember(group, memory, warnings);
                        }
                        atRest.add(group);
                    }
                }
            }
        }
        failover.brakes().sees(verdicts.size() + due.size());
        List<Report> reports = all(due, runId, deadline);
        failover.brakes().notesGroups().ifPresent(warnings::add);
        // A former holder may have the ENIs again by now; the next sweep looks anew.
        if (Duration.between(observation.at(), scheduler.now()).compareTo(FRESH) < 0) {
            warnings.addAll(postFailoverTasks.look(atRest));
        }
        // Under throttling, the requests are left to runs that move ENIs.
        if (due.isEmpty()) {
            acquaint(atRest, warnings);
        }
        return new Swept(reports, verdicts, warnings);
    }

    private void acquaint(List<GroupSnapshot> groups, List<String> warnings) {
        try {
            limitsRefresher.renew(groups);
        } catch (AwsCallException awsCallException) {
            warnings.add("the instance limits could not be stored, so a failover may need more API calls: "
                    + awsCallException.message());
        }
    }

    private List<Report> all(List<GroupName> due, String runId, Instant deadline) {
        List<Callable<Report>> work = new ArrayList<>();
        for (GroupName name : due) {
            Contention contention = work.size() < AT_ONCE ? Contention.AT_ONCE : Contention.IN_TURN;
            work.add(() -> failover.run(
                    name, new AutomaticMode(assessor, Trigger.SWEEP), runId + "/" + name, deadline, contention));
        }
        return work.isEmpty() ? List.of() : scheduler.<Report>runAll(work);
    }

    private Optional<Map<GroupName, GroupState>> memories(List<String> warnings) {
        try {
            return Optional.of(groupStore.memories());
        } catch (AwsCallException awsCallException) {
            warnings.add("the table could not be read: " + awsCallException.message());
            return Optional.empty();
        }
    }

    private void remember(GroupSnapshot group, GroupState memory, List<String> warnings) {
        AttachmentMemoryUpdate.news(group, memory).ifPresent(seen -> {
            try {
                groupStore.saveAttachments(group.name(), memory, seen.enis(), seen.members());
            } catch (AwsCallException awsCallException) {
                warnings.add(group.name() + " could not be recorded: " + awsCallException.message());
            }
        });
    }
}
