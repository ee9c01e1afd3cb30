package enifailover.harness.simulation;

import enifailover.assess.Verdict;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.port.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether what may be granted a moment later is asked for again: a denied attach, since IAM learns of a tag late,
/// and a describe that was not answered while a run waits for a fence.
final class AskedAgain {
    /// So late IAM may learn of a tag.
    private static final Duration SOON = Duration.ofSeconds(8);
    /// A forced stop that skips the guest is over by then.
    private static final Duration FENCE = Duration.ofMinutes(1);
    /// A function has five minutes; in its last one it may have to give up.
    private static final Duration IN_TIME = Duration.ofMinutes(4);

    /// A run's clock may be off by so much.
    private static final Duration CLOCKS = Duration.ofSeconds(2);

    private static final Set<ErrorKind> PASSING = EnumSet.of(ErrorKind.THROTTLED, ErrorKind.UNANSWERED);
    private static final Set<Verdict> GIVEN_UP = EnumSet.of(Verdict.FAILED, Verdict.NO_STANDBY);

    private record Denial(InstanceId target, Instant first, Instant last) {
        Duration lasted() {
            return Duration.between(first, last);
        }
    }

    private record Unseen(ErrorKind errorKind, Instant at) {}

    /// What one run has asked for.
    private static final class Asked {
        final Map<EniId, Denial> denials = new HashMap<>();
        /// Who has refused anything for another reason.
        final Set<InstanceId> refusing = new HashSet<>();
        final Map<InstanceId, Instant> stopped = new HashMap<>();
    }

    private final Facts facts;
    private final Map<Sandbox, Asked> runs = new HashMap<>();
    private final Map<Sandbox, Map<InstanceId, Unseen>> unseen = new HashMap<>();

    AskedAgain(Facts facts) {
        this.facts = facts;
    }

    private Asked of(Sandbox run) {
        return runs.computeIfAbsent(run, _ -> new Asked());
    }

    /// EC2 has answered, or nobody has.
    ///
    /// @param refusal empty where the attach was granted
    void attached(Sandbox run, EniId eni, InstanceId target, Optional<ErrorKind> refusal) {
        Map<EniId, Denial> denials = of(run).denials;
        Optional<Denial> before = Optional.ofNullable(denials.get(eni))
                .filter(denial -> denial.target().equals(target));
        boolean passing = refusal.filter(PASSING::contains).isPresent();
        if (refusal.equals(Optional.of(ErrorKind.DENIED)) || (before.isPresent() && passing)) {
            denials.put(eni, new Denial(target, before.map(Denial::first).orElse(facts.now()), facts.now()));
        } else {
            denials.remove(eni);
            refusal.filter(one -> !PASSING.contains(one))
                    .ifPresent(_ -> of(run).refusing.add(target));
        }
    }

    /// It is about to ask for the ENI to be attached there.
    void attaching(Sandbox run, EniId eni, InstanceId target) {
        Denial denial = of(run).denials.get(eni);
        if (denial == null || denial.target().equals(target)) {
            return;
        }
        if (gathers(run, eni, target)) {
            of(run).denials.remove(eni);
        } else {
            givenUp(run, eni, denial);
        }
    }

    /// Somebody has attached another ENI of the group to the new target meanwhile, so that the group gathers there.
    private static boolean gathers(Sandbox run, EniId eni, InstanceId target) {
        return run.groupOf(eni)
                .map(run::view)
                .filter(view -> view.enis().stream().anyMatch(one -> one.heldBy(target)))
                .isPresent();
    }

    /// EC2 has accepted to stop the instance.
    void stops(Sandbox run, InstanceId id) {
        of(run).stopped.putIfAbsent(id, facts.now());
    }

    /// A look at one instance.
    ///
    /// @param refusal empty where it was answered
    void looked(Sandbox run, InstanceId id, Optional<ErrorKind> refusal) {
        Map<InstanceId, Unseen> all = unseen.computeIfAbsent(run, _ -> new HashMap<>());
        refusal.ifPresentOrElse(why -> all.put(id, new Unseen(why, facts.now())), () -> all.remove(id));
    }

    /// A run has ended with a report.
    void ended(Sandbox run, GroupName group, Verdict verdict) {
        if (!GIVEN_UP.contains(verdict) || late(run)) {
            return;
        }
        View truth = facts.truth(group);
        Asked asked = of(run);
        Map.copyOf(asked.denials).forEach((id, denial) -> {
            if (truth.enis().stream()
                    .anyMatch(eni -> eni.id().equals(id) && eni.attachment().isEmpty())) {
                givenUp(run, id, denial);
            }
        });
        View seen = run.view(group);
        if (verdict == Verdict.FAILED && seen != null && seen.wish().fences()) {
            asked.stopped.forEach((id, at) -> atTheFence(run, id, at));
        }
    }

    private void atTheFence(Sandbox run, InstanceId id, Instant stopped) {
        Unseen last = unseen.getOrDefault(run, Map.of()).get(id);
        boolean early = last != null
                && PASSING.contains(last.errorKind())
                && Duration.between(stopped, last.at()).compareTo(FENCE) < 0;
        if (early && !run.off.contains(id) && !run.started.contains(id)) {
            facts.broken(
                    run,
                    Law.ASKS_AGAIN,
                    "gives up its wait for " + id + " to be off, after a look that was not answered");
        }
    }

    private void givenUp(Sandbox run, EniId eni, Denial denial) {
        Asked asked = of(run);
        Duration longest = asked.denials.values().stream()
                .filter(one -> one.target().equals(denial.target()))
                .map(Denial::lasted)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        asked.denials.remove(eni);
        boolean there = !Truth.leaving(Truth.now(facts.region, denial.target().value()));
        boolean blind = run.unread.isAfter(denial.last().minus(CLOCKS));
        boolean otherwise = asked.refusing.contains(denial.target()) || run.unreserved || blind;
        if (longest.compareTo(SOON) < 0 && there && !otherwise && !late(run)) {
            facts.broken(
                    run,
                    Law.ASKS_AGAIN,
                    "gives up to attach " + eni + " to " + denial.target() + ", denied for " + longest.toMillis()
                            + " ms only");
        }
    }

    private boolean late(Sandbox run) {
        return Duration.between(run.since, facts.now()).compareTo(IN_TIME) > 0;
    }
}
