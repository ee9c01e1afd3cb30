package enifailover.harness.simulation;

import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.port.CommandRunner.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The laws of what is sent to guests.
final class CommandLaws {
    /// An old read, the program's own pause, and what takes its time besides.
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Pattern ENI = Pattern.compile("eni-[0-9a-f]+");

    private static final int MOST_AT_REST = 5;

    private final Watch watch;
    private final Facts facts;
    private final OneMove oneMove;
    private final Map<String, Set<String>> asking = new HashMap<>();

    CommandLaws(Watch watch, OneMove oneMove) {
        this.watch = watch;
        this.facts = watch.facts;
        this.oneMove = oneMove;
    }

    /// Only routing needs the lease: to clean up after oneself, or to ask, takes nothing from anybody.
    void judge(Sandbox run, InstanceId id, Command command) {
        routedByUs(run, id, command);
        if (!command.verb().equals("apply")) {
            boolean seen = run.views.values().stream()
                    .flatMap(List::stream)
                    .flatMap(view -> view.observation().instances().stream())
                    .anyMatch(one -> one.id().equals(id));
            if (!seen) {
                facts.broken(run, Law.OWN, command.verb() + " to " + id + ", of no group that this run has seen");
            }
            return;
        }
        Optional<GroupName> group = watch.lookedAfter(run, id, "routing on ");
        if (group.isEmpty()) {
            return;
        }
        View view = watch.may(run, group.get(), "routing on " + id);
        if (view != null && view.holder().equals(Optional.of(id))) {
            asksSeldom(run, id, command);
        }
        if (view != null) {
            leftWaiting(run, id, command, view);
        }
        if (view != null && !view.enis().stream().allMatch(eni -> eni.heldBy(id))) {
            run.expecting.add(id);
        }
    }

    /// A target that has had the ENIs may still route them.
    private void leftWaiting(Sandbox run, InstanceId id, Command command, View view) {
        run.waiting.forEach((sent, one) -> {
            boolean came = view.enis().stream().anyMatch(eni -> eni.heldBy(one.target()));
            if (!came && !one.target().equals(id) && one.interfaces().equals(command.interfaces())) {
                facts.broken(
                        run,
                        Law.WAITS_IN_VAIN,
                        "routing on " + id + ", while " + sent + " still waits on " + one.target());
            }
        });
    }

    void sent(Sandbox run, InstanceId id, Command command, String commandId) {
        if (command.verb().equals("apply")) {
            run.sent.add(commandId);
            run.waiting.put(commandId, new Sandbox.Expecting(id, command.interfaces()));
        }
    }

    /// Whether it is answered or not: nothing more can be done.
    void cancelling(Sandbox run, InstanceId id, String commandId) {
        run.waiting.remove(commandId);
        if (!run.sent.contains(commandId)) {
            facts.broken(run, Law.OWN, "cancels " + commandId + " on " + id + ", which it has not sent");
        }
    }

    /// At rest it has been asked for several times before, and there is not much time.
    private void asksSeldom(Sandbox run, InstanceId id, Command command) {
        if (!facts.atRest) {
            return;
        }
        Set<String> runs = asking.computeIfAbsent(id + command.interfaces(), _ -> new HashSet<>());
        runs.add(run.name);
        if (runs.size() > MOST_AT_REST) {
            facts.broken(
                    run, Law.COMES_TO_REST, "routing on " + id + " is asked for by " + runs.size() + " runs at rest");
        }
    }

    private void routedByUs(Sandbox run, InstanceId id, Command command) {
        Matcher names = ENI.matcher(command.interfaces());
        while (names.find()) {
            EniId eni = new EniId(names.group());
            View view = run.groupOf(eni).map(run::view).orElse(null);
            if (view != null && !view.wish().routes()) {
                facts.broken(
                        run,
                        Law.ROUTES_ITSELF,
                        command.verb() + " for " + eni + " on " + id + ", though the guest does it itself");
            }
        }
        if (!Scene.platform(Truth.now(facts.region, id.value()).tags()).equals("Linux")) {
            facts.broken(run, Law.ROUTES_ITSELF, command.verb() + " to " + id + ", which does not run Linux");
        }
    }

    /// A guest that stops gives no answer.
    void awaiting(Sandbox run, InstanceId id) {
        run.waiting.values().removeIf(one -> one.target().equals(id));
        Instant attached = run.attached.getOrDefault(id, Instant.MAX);
        boolean could = attached.isBefore(facts.now().minus(LONG))
                && !run.stalled
                && Duration.between(run.unread, run.scheduler.now()).compareTo(LONG) > 0;
        Duration gone = facts.wellness.outOfServiceFor(id);
        if (could && gone.compareTo(LONG) > 0) {
            facts.broken(
                    run,
                    Law.WAITS_FOR_NOBODY,
                    "asks for the result of " + id + ", out of service for " + gone.toSeconds() + " s");
        }
    }

    void answered(Sandbox run, InstanceId id, boolean routes) {
        oneMove.answered(run, id, routes);
    }
}
