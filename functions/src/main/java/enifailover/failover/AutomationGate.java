package enifailover.failover;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.AutomaticLimit;
import enifailover.assess.AutomaticLimit.Allowed;
import enifailover.assess.Verdict;
import enifailover.execute.AttachResults;
import enifailover.model.group.GroupSnapshot;
import enifailover.port.AutomationSwitch;
import enifailover.port.AutomationSwitch.Admitted;
import enifailover.port.AutomationSwitch.KillSwitch;
import enifailover.port.AutomationSwitch.Limit;
import enifailover.port.AutomationSwitch.LimitReached;
import enifailover.port.AutomationSwitch.State;
import enifailover.port.AwsCallException;
import enifailover.port.ConcurrentCall;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How far automatic moves may go, over all groups: a person's switch, a limit of failovers in a window, and a stop of
/// zones in which attaches fail. None touches a move that has begun, for an ENI that is attached nowhere serves nobody;
/// and none can stop a failover by being out of reach itself: then the report says so.
public final class AutomationGate {
    /// The sweep asks again each minute, so a switch turned back meanwhile costs a minute at most.
    private static final Duration LATELY = Duration.ofMinutes(2);

    /// The number of groups changes seldom; it is compared with the table's so often, whatever this process remembers.
    private static final Duration GROUPS_AGE = Duration.ofMinutes(10);

    private final AutomationSwitch automationSwitch;
    private final AutomaticLimit limit;
    private final ZoneGate zones;
    private final Scheduler scheduler;
    /// What the sweep of this process has counted last.
    private volatile OptionalInt groups = OptionalInt.empty();
    /// What this process has read last: read for one group it holds for the others.
    private volatile @Nullable Known known;

    public AutomationGate(AutomationSwitch automationSwitch, AutomaticLimit limit, Scheduler scheduler) {
        this.automationSwitch = automationSwitch;
        this.limit = limit;
        this.zones = new ZoneGate(automationSwitch, scheduler);
        this.scheduler = scheduler;
    }

    /// What became of it, once it was read.
    ///
    /// @param state how it stands; where it could not be read, as this process has read it a moment ago
    /// @param problem why it could not be read
    record Reading(State state, Optional<String> problem) {}

    /// Observes the group, and reads the automation switch beside it so that it costs no extra time; once a run. An
    /// operator's run is not limited by it, but its attach may end the stop of a zone.
    <T> T observeAndReadSwitch(FailoverRun failoverRun, Supplier<T> look) {
        if (failoverRun.moved || failoverRun.brake.isPresent()) {
            return look.get();
        }
        if (!failoverRun.runMode.onlyPlans() && failoverRun.leaseGuard.lease().isEmpty()) {
            failoverRun.brake = Optional.of(unread("the table could not be reached"));
            return look.get();
        }
        var seen = new ConcurrentCall<>(look);
        var reading = new ConcurrentCall<>(this::read);
        scheduler.runAll(List.of(seen, reading));
        failoverRun.brake = Optional.of(reading.result());
        return seen.result();
    }

    /// @param at when it stood so
    private record Known(State state, Instant at) {}

    private Reading read() {
        try {
            Known now = new Known(automationSwitch.read(), scheduler.now());
            known = now;
            return new Reading(now.state(), Optional.empty());
        } catch (AwsCallException awsCallException) {
            return unread(awsCallException.message());
        }
    }

    /// A person's word that was read a moment ago counts for more than that it cannot be read now; so does what has
    /// failed in a zone.
    private Reading unread(String problem) {
        State lately = Optional.ofNullable(known)
                .filter(last -> Duration.between(last.at(), scheduler.now()).compareTo(LATELY) < 0)
                .map(Known::state)
                .orElse(State.NONE);
        return new Reading(lately, Optional.of(problem));
    }

    /// The assessment, unless the automation switch prevents it.
    Assessment applySwitch(FailoverRun failoverRun, Assessment assessment) {
        if (!(assessment instanceof MoveRequired moveRequired) || failoverRun.brake.isEmpty() || failoverRun.moved) {
            return assessment;
        }
        if (!failoverRun.runMode.automatic() && !failoverRun.runMode.onlyPlans()) {
            return assessment;
        }
        Reading reading = failoverRun.brake.get();
        if (failoverRun.runMode.onlyPlans()) {
            zones.tells(failoverRun, reading.state());
        }
        reading.problem()
                .ifPresent(message -> failoverRun.reportBuilder.warned(
                        "it could not be read whether automatic failover is stopped for all groups: " + message));
        Optional<KillSwitch> stands = reading.state().stop();
        if (stands.isEmpty()) {
            return assessment;
        }
        KillSwitch killSwitch = stands.get();
        if (failoverRun.runMode.onlyPlans()) {
            failoverRun.reportBuilder.warned(
                    killSwitch.message() + "; a failover that an operator requests still moves this group");
            return assessment;
        }
        if (begun(failoverRun)) {
            failoverRun.reportBuilder.warned(
                    killSwitch.message() + "; this failover had started before and is completed");
            return assessment;
        }
        List<String> evidence = new ArrayList<>(moveRequired.evidence());
        evidence.add(killSwitch.message());
        return new NoAction(Verdict.DISABLED, evidence, Optional.of(moveRequired.reason()));
    }

    /// By this run or an earlier one: then an ENI may be detached already, or about to be.
    private static boolean begun(FailoverRun failoverRun) {
        return failoverRun.moved || failoverRun.memory.unfinished().isPresent();
    }

    /// Counts a failover that is about to begin, where a limit holds for it, unless its zone is stopped.
    ///
    /// @return why it may not
    Optional<NoAction> admit(FailoverRun failoverRun, GroupSnapshot group, MoveRequired moveRequired) {
        boolean halfDone = begun(failoverRun)
                || moveRequired.reason() == Reason.SPLIT
                || moveRequired.reason() == Reason.UNVERIFIED;
        if (halfDone
                || !failoverRun.runMode.automatic()
                || failoverRun.leaseGuard.lease().isEmpty()) {
            return Optional.empty();
        }
        Optional<Allowed> allowed = limit.allowed(group, moveRequired, groups(failoverRun));
        Optional<NoAction> full = allowed.flatMap(most -> admitted(failoverRun, moveRequired, most));
        if (full.isPresent()) {
            return full;
        }
        Optional<NoAction> stopped = zones.stops(failoverRun, group, moveRequired);
        if (stopped.isPresent()) {
            giveBack(failoverRun);
        }
        return stopped;
    }

    private Optional<NoAction> admitted(FailoverRun failoverRun, MoveRequired moveRequired, Allowed allowed) {
        Limit most = new Limit(allowed.most(), allowed.window());
        try {
            return switch (automationSwitch.admit(id(failoverRun), most)) {
                case Admitted() -> {
                    failoverRun.counted = Optional.of(most);
                    yield Optional.empty();
                }
                case LimitReached(var until) -> {
                    List<String> evidence = new ArrayList<>(moveRequired.evidence());
                    evidence.add("the limit is " + allowed.message() + "; the next may start at " + until);
                    yield Optional.of(
                            new NoAction(Verdict.LIMIT_REACHED, evidence, Optional.of(moveRequired.reason())));
                }
            };
        } catch (AwsCallException awsCallException) {
            failoverRun.reportBuilder.warned("this failover could not be counted against the limit of " + most.most()
                    + ": " + awsCallException.message());
            return Optional.empty();
        }
    }

    /// What the sweep of this process counted, or any sweep wrote down.
    private OptionalInt groups(FailoverRun failoverRun) {
        if (groups.isPresent()) {
            return groups;
        }
        return failoverRun
                .brake
                .map(reading -> reading.state().groups())
                .filter(OptionalInt::isPresent)
                .or(() -> Optional.ofNullable(known).map(last -> last.state().groups()))
                .orElse(OptionalInt.empty());
    }

    /// Takes back that this run was counted, where it has changed nothing.
    void giveBack(FailoverRun failoverRun) {
        if (failoverRun.changed || failoverRun.counted.isEmpty()) {
            return;
        }
        try {
            automationSwitch.giveBack(id(failoverRun), failoverRun.counted.get());
            failoverRun.counted = Optional.empty();
        } catch (AwsCallException awsCallException) {
            failoverRun.reportBuilder.warned(
                    "this failover changed nothing, but still counts against the limit: " + awsCallException.message());
        }
    }

    /// Notes what became of the attaches of one attempt, of a person's run too.
    ///
    /// @return what everybody has to be told
    Optional<String> attempted(FailoverRun failoverRun, GroupSnapshot group, AttachResults attaches) {
        return zones.attempted(failoverRun, group, attaches);
    }

    static String id(FailoverRun failoverRun) {
        return failoverRun.runId() + "/" + failoverRun.reportBuilder.started();
    }

    /// A sweep has seen so many groups: its own runs know it from now on.
    public void sees(int number) {
        groups = OptionalInt.of(number);
    }

    /// Writes down how many groups the sweep has seen, where that is news.
    ///
    /// @return why it could not be
    public Optional<String> notesGroups() {
        if (!(limit instanceof AutomaticLimit.ByDefault) || groups.isEmpty()) {
            return Optional.empty();
        }
        try {
            Known last = known;
            if (last == null || Duration.between(last.at(), scheduler.now()).compareTo(GROUPS_AGE) >= 0) {
                last = new Known(automationSwitch.read(), scheduler.now());
            }
            if (!last.state().groups().equals(groups)) {
                automationSwitch.groups(groups.getAsInt());
            }
            known = new Known(
                    new State(last.state().stop(), groups, last.state().zones()), last.at());
            return Optional.empty();
        } catch (AwsCallException awsCallException) {
            return Optional.of("the number of groups, which sets the default limit, could not be recorded: "
                    + awsCallException.message());
        }
    }

    /// Stops automatic failovers of all groups, or lets them resume, and reads the switch again.
    ///
    /// @param stops true to stop
    /// @param reason why, where they are stopped
    /// @return how it stands now
    /// @throws AwsCallException when it could not be turned, or not be read
    public Optional<KillSwitch> turn(boolean stops, String reason) {
        if (stops) {
            automationSwitch.stop(new KillSwitch(Optional.of(scheduler.now()), reason));
        } else {
            automationSwitch.resume();
        }
        return automationSwitch.stopped();
    }
}
