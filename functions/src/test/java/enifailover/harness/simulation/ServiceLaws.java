package enifailover.harness.simulation;

import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.event.Signal;
import enifailover.harness.simulation.Truth.Health;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The laws of instances that are about to leave service by somebody's will: an end that is announced, and what Auto
/// Scaling has out of service.
final class ServiceLaws {
    /// The lifecycle states of an instance that Auto Scaling has in service, launches, or has given away. Source: Auto
    /// Scaling user guide, "Amazon EC2 Auto Scaling instance lifecycle".
    private static final Set<String> SERVES =
            Set.of("InService", "Pending", "Pending:Wait", "Pending:Proceed", "Detaching", "Detached");

    private static final Set<Cause> ENDS =
            EnumSet.of(Cause.SPOT_INTERRUPTION, Cause.AUTO_SCALING_TERMINATION, Cause.EXPEDITED);
    /// A Spot instance has two minutes from its warning.
    private static final Duration FRESH = Duration.ofMinutes(2);
    /// The look that a plan rests on, and a request that was under way.
    private static final Duration WINDOW = Duration.ofSeconds(22);

    private static final int LOOKS = 3;

    private final Facts facts;
    private final Map<InstanceId, Instant> outSince = new HashMap<>();

    ServiceLaws(Facts facts) {
        this.facts = facts;
    }

    /// An event of this kind tells that the instance is about to end.
    static boolean endsSoon(Cause cause) {
        return ENDS.contains(cause);
    }

    /// Auto Scaling keeps it out of service, or is about to terminate it.
    static boolean out(Instance one) {
        return one.provisioning()
                .scalingState()
                .filter(state -> !SERVES.contains(state))
                .isPresent();
    }

    /// Auto Scaling has it in this state from now on.
    void enters(String host, String state) {
        if (SERVES.contains(state)) {
            outSince.remove(new InstanceId(host));
        } else {
            outSince.putIfAbsent(new InstanceId(host), facts.now());
        }
    }

    /// Who has had the ENIs may have them back.
    void attaching(Sandbox run, View view, InstanceId target, String what) {
        boolean former = view.holders().contains(target)
                || view.remembered().contains(target)
                || run.together.getOrDefault(view.group(), Set.of()).contains(target);
        if (former) {
            return;
        }
        Instance seen = view.instance(target);
        Instant since = outSince.getOrDefault(target, Instant.MAX);
        boolean answered = seen.provisioning().scalingState().isPresent();
        if (out(seen) || (answered && since.isBefore(facts.now().minus(WINDOW)))) {
            facts.broken(
                    run,
                    Law.OUT_OF_SERVICE,
                    what + ", which is " + seen.provisioning().scalingState());
        }
    }

    /// A run has ended with a report.
    void ended(Sandbox run, GroupName group, Verdict verdict) {
        View view = run.view(group);
        Optional<Signal.OfInstance> told = run.claim
                .filter(claim -> endsSoon(claim.cause()))
                .filter(claim -> claim.at()
                        .map(at -> Duration.between(at, run.scheduler.now()))
                        .filter(age -> age.compareTo(FRESH) < 0)
                        .isPresent());
        if (verdict != Verdict.HEALTHY || view == null || told.isEmpty()) {
            return;
        }
        InstanceId ends = told.get().instance();
        boolean holds = view.holder().filter(ends::equals).isPresent() && view.settled();
        // Whether it is a Spot instance, DescribeInstances alone tells.
        boolean unread =
                view.instance(ends).type().isEmpty() && run.views(group).size() > LOOKS;
        if (holds && !unread && Truth.health(view.instance(ends), run.scheduler.now()) == Health.WELL) {
            facts.broken(
                    run,
                    Law.ANNOUNCED,
                    "calls " + group + " healthy, though it was told of " + ends + ": "
                            + told.get().cause().message());
        }
    }
}
