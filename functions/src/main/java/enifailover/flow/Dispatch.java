package enifailover.flow;

import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.port.Observer;
import enifailover.port.Refused;
import enifailover.port.Time;
import enifailover.report.Report;
import enifailover.signal.Cause;
import enifailover.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// From the signals of one event to the groups they concern: every instance an event names, every group it may touch.
public final class Dispatch {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration ASKING = Duration.ofSeconds(60);
    /// A run that is at work ends within this, or its lease does.
    private static final Duration BUSY_PATIENCE = Duration.ofSeconds(60);

    private final Observer observer;
    private final Failover failover;
    private final Sweep sweep;
    private final Assessor assessor;
    private final Time time;

    /// What became of an event.
    ///
    /// @param reports one a group and claim
    /// @param sweeps what the sweep saw, where the event asked for one
    /// @param dropped what was not for this program
    /// @param failures what should have been looked at and could not be: the event must be delivered again
    public record Dispatched(
            List<Report> reports, List<Sweep.Swept> sweeps, List<Signal.NotOurs> dropped, List<String> failures) {}

    public Dispatch(Observer observer, Failover failover, Sweep sweep, Assessor assessor, Time time) {
        this.observer = observer;
        this.failover = failover;
        this.sweep = sweep;
        this.assessor = assessor;
        this.time = time;
    }

    /// @param signals of one event
    /// @param runId unique to this invocation
    /// @param deadline when the function is ended from outside
    public Dispatched handle(List<Signal> signals, String runId, Instant deadline) {
        Dispatched all = new Dispatched(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<GroupName, List<Trigger>> due = new LinkedHashMap<>();
        for (Signal signal : signals) {
            try {
                switch (signal) {
                    case Signal.NotOurs notOurs -> all.dropped.add(notOurs);
                    case Signal.Sweep again -> all.sweeps.add(sweep.run(runId, deadline));
                    case Signal.OfInstance claim -> assign(claim.instance(), Trigger.of(claim), due);
                    case Signal.OfAlarm alarm -> resolve(alarm, due);
                }
            } catch (Refused refused) {
                all.failures.add(refused.words());
            }
        }
        List<Callable<List<Report>>> work = new ArrayList<>();
        due.forEach((group, triggers) -> work.add(() -> lookAfter(group, triggers, runId, deadline)));
        if (!work.isEmpty()) {
            time.<List<Report>>together(work).forEach(all.reports::addAll);
        }
        all.sweeps.forEach(swept -> all.reports.addAll(swept.reports()));
        return all;
    }

    private void assign(InstanceId instance, Trigger trigger, Map<GroupName, List<Trigger>> due) {
        for (GroupName group : patiently(() -> observer.groupsOf(instance))) {
            due.computeIfAbsent(group, name -> new ArrayList<>()).add(trigger);
        }
    }

    /// A composite alarm names no instance: its children do.
    private void resolve(Signal.OfAlarm alarm, Map<GroupName, List<Trigger>> due) {
        List<String> names = new ArrayList<>(alarm.children());
        names.add(alarm.alarm());
        Set<InstanceId> instances = patiently(() -> observer.instancesOfAlarms(names));
        for (InstanceId instance : instances) {
            Signal.OfInstance claim = new Signal.OfInstance(
                    instance, Cause.STATUS_CHECK, alarm.at(), Optional.empty(), "alarm " + alarm.alarm());
            assign(instance, Trigger.of(claim), due);
        }
    }

    private List<Report> lookAfter(GroupName group, List<Trigger> triggers, String runId, Instant deadline) {
        List<Report> reports = new ArrayList<>();
        for (int i = 0; i < triggers.size(); i++) {
            Trigger trigger = triggers.get(i);
            String id = runId + "/" + group + (i == 0 ? "" : "/" + i);
            Instant begun = time.now();
            Report report = failover.run(group, new Automatic(assessor, trigger), id, deadline);
            // Only the event knows of this trouble, so a run that is at work cannot see it for itself: wait for it.
            while (report.verdict() == Verdict.BUSY
                    && trigger.cause().announcesNow()
                    && Duration.between(begun, time.now()).compareTo(BUSY_PATIENCE) < 0) {
                time.sleep(LONGEST_PAUSE);
                report = failover.run(group, new Automatic(assessor, trigger), id, deadline);
            }
            reports.add(report);
        }
        return reports;
    }

    private <T> T patiently(Supplier<T> question) {
        Instant begun = time.now();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return question.get();
            } catch (Refused refused) {
                boolean late = Duration.between(begun, time.now()).compareTo(ASKING) > 0;
                if (late || !refused.refusal().passing()) {
                    throw refused;
                }
                time.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }
}
