package enifailover.dispatch;

import enifailover.assess.Assessment;
import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.event.Signal;
import enifailover.execute.Contention;
import enifailover.failover.AutomaticMode;
import enifailover.failover.Failover;
import enifailover.failover.RunMode;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.port.AwsCallException;
import enifailover.port.Ec2Reader;
import enifailover.port.InstanceMembership;
import enifailover.port.Scheduler;
import enifailover.report.Report;
import enifailover.sweep.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/// From the signals of one event to the groups they concern: every instance an event names, every group it may touch.
public final class EventDispatcher {
    private static final Duration AGAIN = Duration.ofSeconds(5);
    /// A run that is at work ends within this, or its lease does.
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(60);

    private final Ec2Reader ec2Reader;
    private final Failover failover;
    private final Sweep sweep;
    private final Assessor assessor;
    private final Scheduler scheduler;

    /// What became of an event.
    ///
    /// @param reports one a group and claim
    /// @param sweeps what the sweep saw, where the event asked for one
    /// @param dropped what was not for this program
    /// @param failures what should have been looked at and could not be: the event must be delivered again
    public record Dispatched(
            List<Report> reports, List<Sweep.Swept> sweeps, List<Signal.Ignored> dropped, List<String> failures) {}

    public EventDispatcher(
            Ec2Reader ec2Reader, Failover failover, Sweep sweep, Assessor assessor, Scheduler scheduler) {
        this.ec2Reader = ec2Reader;
        this.failover = failover;
        this.sweep = sweep;
        this.assessor = assessor;
        this.scheduler = scheduler;
    }

    /// @param signals of one event
    /// @param runId unique to this invocation
    /// @param deadline when the function is ended from outside
    public Dispatched handle(List<Signal> signals, String runId, Instant deadline) {
        Dispatched all = new Dispatched(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Due due = new Due();
        for (Signal signal : signals) {
            try {
                switch (signal) {
                    case Signal.Ignored ignored -> all.dropped.add(ignored);
                    case Signal.Sweep again -> all.sweeps.add(sweep.run(runId, deadline));
                    case Signal.OfInstance claim -> assign(claim.instance(), Trigger.of(claim), due);
                    case Signal.OfAlarm alarm -> resolve(alarm, due);
                }
            } catch (AwsCallException awsCallException) {
                all.failures.add(awsCallException.message());
            }
        }
        lookAfter(due, runId, deadline, all);
        // Most have by now been seen with their groups; the others may be of a group that their holder is no member of.
        due.doubts.removeIf(doubt -> doubt.dispelledBy(due.seen));
        Due strays = due.strays();
        for (Doubt doubt : due.doubts) {
            try {
                held(doubt.trigger(), doubt.holder(), strays);
            } catch (AwsCallException awsCallException) {
                all.failures.add(awsCallException.message());
            }
        }
        if (!strays.groups.isEmpty() && late(deadline)) {
            all.failures.add("no time was left for the groups " + strays.groups.keySet());
        } else {
            lookAfter(strays, runId, deadline, all);
        }
        all.sweeps.forEach(swept -> all.reports.addAll(swept.reports()));
        return all;
    }

    /// What an event asks for.
    private static final class Due {
        /// A trigger finds a group by the instance's tag, and perhaps again by the ENI that it holds.
        final Map<GroupName, Set<Trigger>> groups = new LinkedHashMap<>();
        final List<Doubt> doubts = new ArrayList<>();
        final Set<GroupName> known = new TreeSet<>();
        /// The ENIs of the groups that were looked at.
        final Set<EniId> seen = ConcurrentHashMap.newKeySet();
        Contention contention = Contention.AT_ONCE;

        void add(GroupName group, Trigger trigger) {
            if (known.add(group) || groups.containsKey(group)) {
                groups.computeIfAbsent(group, _ -> new LinkedHashSet<>()).add(trigger);
            }
        }

        /// Room for groups that were not known at first.
        Due strays() {
            Due strays = new Due();
            strays.known.addAll(known);
            strays.contention = contention;
            return strays;
        }
    }

    /// An instance has interfaces, and of which groups they are was not asked.
    private record Doubt(InstanceId holder, Trigger trigger, Set<EniId> interfaces) {
        boolean dispelledBy(Set<EniId> seen) {
            return seen.containsAll(interfaces);
        }
    }

    /// An instance's own tag names its groups. Only where that cannot be all is EC2 asked at once whose its interfaces
    /// are: of that kind of request a storm has least.
    private void assign(InstanceId instance, Trigger trigger, Due due) {
        RetryingCall retryingCall = new RetryingCall(scheduler, instance);
        InstanceMembership instanceMembership = retryingCall.ask(() -> ec2Reader.describeMembership(instance));
        due.contention = retryingCall.throttled() ? Contention.IN_TURN : due.contention;
        instanceMembership.groups().forEach(group -> due.add(group, trigger));
        if (instanceMembership.groups().isEmpty() || trigger.cause().actImmediately()) {
            held(trigger, instance, due);
        } else if (!instanceMembership.interfaces().isEmpty()) {
            due.doubts.add(new Doubt(instance, trigger, instanceMembership.interfaces()));
        }
    }

    private void held(Trigger trigger, InstanceId holder, Due due) {
        new RetryingCall(scheduler, holder)
                .ask(() -> ec2Reader.groupsHeldBy(holder))
                .forEach(group -> due.add(group, trigger));
    }

    /// A composite alarm names no instance: its children do.
    private void resolve(Signal.OfAlarm alarm, Due due) {
        List<String> names = new ArrayList<>(alarm.children());
        names.add(alarm.alarm());
        Set<InstanceId> instances =
                new RetryingCall(scheduler, alarm.alarm()).ask(() -> ec2Reader.instancesOfAlarms(names));
        for (InstanceId instance : instances) {
            Signal.OfInstance claim = new Signal.OfInstance(
                    instance, Cause.STATUS_CHECK, alarm.at(), Optional.empty(), "alarm " + alarm.alarm());
            assign(instance, Trigger.of(claim), due);
        }
    }

    /// The groups before have taken so long that a look would not end in time.
    private boolean late(Instant deadline) {
        return scheduler.now().plus(Failover.LOOK).isAfter(deadline);
    }

    private void lookAfter(Due due, String runId, Instant deadline, Dispatched all) {
        List<Callable<List<Report>>> work = new ArrayList<>();
        due.groups.forEach((group, triggers) -> work.add(() -> lookAfter(group, triggers, due, runId, deadline)));
        if (!work.isEmpty()) {
            scheduler.<List<Report>>runAll(work).forEach(all.reports::addAll);
        }
    }

    private List<Report> lookAfter(GroupName group, Set<Trigger> triggers, Due due, String runId, Instant deadline) {
        List<Report> reports = new ArrayList<>();
        for (Trigger trigger : triggers) {
            if (!reports.isEmpty() && late(deadline)) {
                break; // the sweep looks again
            }
            RunMode runMode = new Seeing(new AutomaticMode(assessor, trigger), due.seen);
            String id = runId + "/" + group + (reports.isEmpty() ? "" : "/" + reports.size());
            Instant begun = scheduler.now();
            Report report = failover.run(group, runMode, id, deadline, due.contention);
            // Only the event knows of this trouble, so a run that is at work cannot see it for itself: wait for it.
            while (report.verdict() == Verdict.BUSY
                    && trigger.cause().actImmediately()
                    && Duration.between(begun, scheduler.now()).compareTo(BUSY_TIMEOUT) < 0) {
                scheduler.sleep(AGAIN);
                report = failover.run(group, runMode, id, deadline, due.contention);
            }
            reports.add(report);
        }
        return reports;
    }

    /// Remembers which ENIs were looked at.
    private record Seeing(AutomaticMode intent, Set<EniId> seen) implements RunMode {
        @Override
        public Assessment assess(GroupSnapshot group, Instant now, boolean underWay) {
            group.enis().forEach(eni -> seen.add(eni.id()));
            return intent.assess(group, now, underWay);
        }

        @Override
        public Trigger trigger() {
            return intent.trigger();
        }

        @Override
        public boolean automatic() {
            return true;
        }

        @Override
        public boolean onlyPlans() {
            return false;
        }
    }
}
