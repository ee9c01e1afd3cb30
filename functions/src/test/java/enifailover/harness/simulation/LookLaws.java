package enifailover.harness.simulation;

import enifailover.model.AttachmentId;
import enifailover.model.AttachmentStatus;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.group.GroupState;
import enifailover.model.group.SavedAttachment;
import enifailover.port.GroupStore.Acquired;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The laws of what a run may rest on what it was shown.
final class LookLaws {
    /// Ten seconds, and a request that was under way.
    private static final Duration OLD = Duration.ofSeconds(14);

    private static final Duration LONG = Duration.ofSeconds(11);
    private static final Duration APART = Duration.ofMillis(1800);
    /// The oldest read, the second look, and the time in between.
    private static final Duration SECOND_WINDOW = Duration.ofSeconds(22);

    private final Facts facts;

    LookLaws(Facts facts) {
        this.facts = facts;
    }

    /// Nothing is begun on an old look, unless the holder will never be well again, or the detach is under way.
    void fresh(Sandbox run, View view, AttachmentId id, InstanceId from, String what) {
        InstanceState state = view.instance(from).state();
        boolean over = state == InstanceState.SHUTTING_DOWN || state == InstanceState.TERMINATED;
        boolean leaves = view.enis().stream()
                .flatMap(eni -> eni.attachment().stream())
                .anyMatch(there -> there.id().equals(id) && there.status() == AttachmentStatus.DETACHING);
        if (over || leaves) {
            return;
        }
        Duration age = Duration.between(view.seen(), run.scheduler.now());
        if (age.compareTo(OLD) > 0) {
            facts.broken(run, Law.FRESH_LOOK, what + " on a look that is " + age.toSeconds() + " s old");
        }
        // Where AWS is slow, the next look takes as long.
        boolean slow = run.views(view.group()).stream()
                .filter(one -> !one.equals(view))
                .anyMatch(one -> took(one).compareTo(LONG) > 0);
        if (!slow && took(view).compareTo(LONG) > 0) {
            facts.broken(
                    run,
                    Law.FRESH_LOOK,
                    what + " on a look that took " + took(view).toSeconds() + " s");
        }
    }

    private static Duration took(View view) {
        return Duration.between(view.observation().at(), view.seen());
    }

    /// What EC2 does not name may be new, or missing from one answer.
    void gone(Sandbox run, View view, InstanceId from, String what) {
        Duration runs = facts.wellness.runningFor(from);
        if (view.instance(from).state() == InstanceState.GONE && runs.compareTo(SECOND_WINDOW) > 0) {
            facts.broken(run, Law.NOT_GONE, what + " from " + from + ", which runs for " + runs.toSeconds() + " s");
        }
    }

    /// What is surprising was seen twice, some time apart.
    void twice(Sandbox run, View view, EniId eni, String what) {
        Optional<String> surprise = run.drill ? Optional.empty() : surprise(run, view, eni);
        if (surprise.isEmpty()) {
            return;
        }
        boolean again = run.views(view.group()).stream()
                .filter(earlier -> Duration.between(
                                        earlier.observation().at(),
                                        view.observation().at())
                                .compareTo(APART)
                        >= 0)
                .filter(earlier -> place(earlier, eni).equals(place(view, eni)))
                .anyMatch(earlier -> surprise(run, earlier, eni).isPresent()
                        || leaving(earlier).equals(leaving(view)));
        if (!again) {
            facts.broken(run, Law.SECOND_LOOK, what + " on one look alone, though " + surprise.get());
        }
    }

    /// Whether each instance that has ENIs has left service.
    private static Map<InstanceId, Boolean> leaving(View view) {
        return view.holders().stream().collect(Collectors.toMap(id -> id, id -> Truth.leaving(view.instance(id))));
    }

    private static Optional<InstanceId> place(View view, EniId id) {
        return view.enis().stream()
                .filter(eni -> eni.id().equals(id))
                .findFirst()
                .flatMap(Eni::holder);
    }

    /// That ENIs are half-way while a move is written down is none; nor that nobody has them, where EC2 shows
    /// that who had them has left service.
    private Optional<String> surprise(Sandbox run, View view, EniId id) {
        for (InstanceId holder : view.holders()) {
            if (view.instance(holder).state() == InstanceState.GONE) {
                return Optional.of(holder + " is not known to EC2");
            }
        }
        boolean itself = run.wrote.getOrDefault(view.group(), Instant.MAX).isBefore(view.seen());
        boolean written = itself
                || (run.claims.get(view.group()) instanceof Acquired acquired
                        && acquired.memory().unfinished().isPresent());
        if (written) {
            return Optional.empty();
        }
        boolean left = !view.remembered().isEmpty()
                && view.remembered().stream()
                        .map(view::instance)
                        .allMatch(one -> Truth.leaving(one) && one.state() != InstanceState.GONE);
        if (view.holders().size() > 1 || (!left && view.holder().isEmpty())) {
            return Optional.of("the ENIs are not together");
        }
        // What the run has written itself counts too; without the table it knows nothing of it.
        GroupState known = run.leaseless.contains(view.group()) ? GroupState.NONE : facts.memory(view.group());
        SavedAttachment last = known.enis().get(id);
        boolean elsewhere = last != null
                && place(view, id)
                        .filter(holder -> !holder.equals(last.holder()))
                        .isPresent();
        return elsewhere ? Optional.of(id + " is remembered elsewhere") : Optional.empty();
    }
}
