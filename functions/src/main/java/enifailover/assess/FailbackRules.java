package enifailover.assess;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Assessment.Reason;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.ScheduledEvent;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.PendingWork;
import enifailover.model.group.PendingWork.Promise;
import enifailover.model.group.PendingWork.Setback;
import enifailover.model.group.PendingWork.Well;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether the ENIs of a healthy active return automatically: because a drill planned it and its function has ended,
/// or because the group's tag requests failback.
public final class FailbackRules {
    /// How long the drill's own function has for the planned return, before the sweep does it.
    static final Duration GRACE = Duration.ofMinutes(1);
    /// A planned return that is overdue by this much is dropped: the ENIs stay, and a person decides.
    static final Duration TIMEOUT = Duration.ofHours(1);
    /// The least wait that is doubled, so that a tag of 0 seconds waits too after a failed failback.
    private static final Duration LEAST_DOUBLED = Duration.ofMinutes(5);

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private FailbackRules() {}

    /// @param group all on one instance, at rest
    /// @param healthy the assessment so far
    /// @return a move back, or the same assessment with the reason against it
    static Assessment assess(GroupSnapshot group, NoAction healthy, Instant now) {
        InstanceId holder = group.holders().getFirst();
        Optional<Promise> promise =
                group.memory().after().promise().filter(word -> word.at().equals(holder));
        if (promise.isPresent()) {
            return promised(group, promise.get(), healthy, now);
        }
        Optional<InstanceId> home = away(group);
        if (home.isEmpty()) {
            return healthy;
        }
        Optional<String> not = unfit(group, home.get(), now).or(() -> tooSoon(group, home.get(), now));
        if (not.isPresent()) {
            return stays(healthy, "no failback to " + home.get() + " yet: " + not.get());
        }
        Instant since = group.memory().after().well().orElseThrow().since();
        return goes(Reason.FAILBACK, holder, home.get(), healthy, home.get() + " is healthy since " + since);
    }

    private static Assessment promised(GroupSnapshot group, Promise promise, NoAction healthy, Instant now) {
        String message = "drill " + promise.run() + " planned to move the ENIs back to " + promise.home() + " at "
                + promise.due();
        if (now.isBefore(promise.due().plus(GRACE))) {
            return stays(healthy, message);
        }
        Optional<String> not = unfit(group, promise.home(), now);
        return not.isPresent()
                ? stays(healthy, message + "; it did not, and the sweep does not do it now: " + not.get())
                : goes(Reason.RETURN, promise.at(), promise.home(), healthy, message + ", but did not");
    }

    /// The target of a failback: empty where the tag requests none, or the ENIs are already there.
    private static Optional<InstanceId> away(GroupSnapshot group) {
        boolean wanted =
                group.policy().failback().isPresent() && !group.memory().after().chosen() && group.onOneInstance();
        return wanted
                ? group.memory().preferred().filter(home -> !group.holders().contains(home))
                : Optional.empty();
    }

    private static Optional<String> unfit(GroupSnapshot group, InstanceId home, Instant now) {
        if (group.policy().pausedAt(now)) {
            return Optional.of("the group is paused");
        }
        if (group.member(home).isEmpty()) {
            return Optional.of("it is no longer a member of the group");
        }
        Instance instance = group.instance(home);
        HealthResult healthResult = HealthEvaluator.judge(instance, Trigger.SWEEP, now);
        if (!healthResult.well()) {
            return Optional.of(healthResult.evidence());
        }
        return instance.scheduled().stream().anyMatch(ScheduledEvent::open)
                ? Optional.of("a scheduled event affects it")
                : Optional.empty();
    }

    private static Optional<String> tooSoon(GroupSnapshot group, InstanceId home, Instant now) {
        PendingWork after = group.memory().after();
        Optional<Well> well = after.well().filter(seen -> seen.instance().equals(home));
        if (well.isEmpty()) {
            return Optional.of("its health was not recorded before");
        }
        Optional<Setback> setback =
                after.setback().filter(last -> last.instance().equals(home));
        Duration wait = wait(group.policy().failback().orElseThrow(), setback);
        Instant from = setback.map(Setback::at)
                .filter(at -> at.isAfter(well.get().since()))
                .orElse(well.get().since());
        if (now.isBefore(from.plus(wait))) {
            return Optional.of("it must stay healthy until " + from.plus(wait));
        }
        Optional<Instant> cool = group.memory()
                .lastAutomatic()
                .map(last -> last.plus(group.policy().cooldown()))
                .filter(now::isBefore);
        return cool.map(end -> "the cool-down lasts until " + end);
    }

    /// @param wanted the wait of the tag
    /// @param setback the failed failbacks to this instance, if any
    /// @return the tag's wait, doubled for each failed failback, up to a day
    static Duration wait(Duration wanted, Optional<Setback> setback) {
        int doublings = setback.map(Setback::doublings).orElse(0);
        if (doublings == 0) {
            return wanted;
        }
        Duration base = wanted.compareTo(LEAST_DOUBLED) < 0 ? LEAST_DOUBLED : wanted;
        Duration doubled = base.multipliedBy(1L << doublings);
        Duration longest = wanted.compareTo(LONGEST_WAIT) > 0 ? wanted : LONGEST_WAIT;
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }

    /// What to save now: since when the preferred instance is healthy, without a cancelled planned return.
    ///
    /// @param group as the sweep saw it
    /// @return the saved record itself where nothing is new
    public static PendingWork remembering(GroupSnapshot group, Instant now) {
        PendingWork after = group.memory().after();
        if (!group.onOneInstance()) {
            return after;
        }
        Optional<Promise> promise =
                after.promise().filter(word -> group.holders().contains(word.at()) && now.isBefore(end(word)));
        Optional<Well> well = away(group).filter(home -> well(group, home, now)).map(home -> after.well()
                .filter(seen -> seen.instance().equals(home))
                .orElse(new Well(home, now)));
        return after.withPromise(promise).withWell(well);
    }

    /// Healthy time during a pause counts.
    private static boolean well(GroupSnapshot group, InstanceId home, Instant now) {
        return group.member(home).isPresent()
                && HealthEvaluator.judge(group.instance(home), Trigger.SWEEP, now)
                        .well();
    }

    private static Instant end(Promise promise) {
        return promise.due().plus(GRACE).plus(TIMEOUT);
    }

    private static NoAction stays(NoAction healthy, String why) {
        return new NoAction(healthy.verdict(), with(healthy.evidence(), why));
    }

    private static MoveRequired goes(Reason reason, InstanceId from, InstanceId home, NoAction healthy, String why) {
        return new MoveRequired(reason, Set.of(from), true, Optional.of(home), with(healthy.evidence(), why));
    }

    private static List<String> with(List<String> evidence, String more) {
        List<String> all = new ArrayList<>(evidence);
        all.add(more);
        return List.copyOf(all);
    }
}
