package enifailover.harness.simulation;

import enifailover.harness.simulation.Truth.Health;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.group.FailedAttaches;
import enifailover.model.group.GroupName;
import enifailover.port.AutomationSwitch.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What holds automatic moves of all groups back, held against what happened: how many failovers began, whether those
/// are the ones that were counted, and whether any began in a zone that its run had read to be stopped.
final class BrakeLaws {
    /// The default, for so few groups as a scene has.
    private static final Limit BY_DEFAULT = new Limit(5, Duration.ofMinutes(10));

    private static final int IN_A_ROW = 5;
    private static final String ZONE = "eu-west-1a";

    /// A failover in the limit's row.
    private record Counted(Sandbox run, String group, Instant at) {}

    /// Where an attach was accepted.
    private record Succeeded(Sandbox run, EniId eni, InstanceId target, Instant at) {}

    private final Facts facts;
    private final Map<String, Counted> counted = new HashMap<>();
    private final List<Instant> begun = new ArrayList<>();
    private final Set<String> began = new HashSet<>();
    private final Set<Sandbox> powered = new HashSet<>();
    /// Whose count, or whose taking it back, was not answered: it goes on without.
    private final Set<Sandbox> unanswered = new HashSet<>();

    /// What each function has read of the zone, at all times: it may be at work on several groups.
    private final Map<Sandbox, List<Optional<FailedAttaches>>> read = new HashMap<>();

    private final Set<Sandbox> over = new HashSet<>();
    private final Set<Sandbox> trying = new HashSet<>();
    private Instant lastFailed = Instant.EPOCH;
    private Optional<Succeeded> ended = Optional.empty();

    BrakeLaws(Facts facts) {
        this.facts = facts;
    }

    void admitted(Sandbox run, String id) {
        counted.putIfAbsent(id, new Counted(run, id.split("/", -1)[1], facts.now()));
    }

    void givenBack(String id) {
        counted.remove(id);
    }

    void unanswered(Sandbox run) {
        unanswered.add(run);
    }

    /// It stops or starts an instance, as far as it knows.
    void powers(Sandbox run) {
        powered.add(run);
    }

    void reads(Sandbox run, Map<String, FailedAttaches> zones) {
        read.computeIfAbsent(run, _ -> new ArrayList<>()).add(Optional.ofNullable(zones.get(ZONE)));
    }

    void tries(Sandbox run) {
        trying.add(run);
    }

    void attachFailed() {
        lastFailed = facts.now();
    }

    /// By a run that knew that others had failed, it ends the zone's stop.
    void attached(Sandbox run, EniId eni, InstanceId target) {
        List<Optional<FailedAttaches>> known = read.getOrDefault(run, List.of());
        if (!known.isEmpty() && known.stream().allMatch(Optional::isPresent)) {
            ended = Optional.of(new Succeeded(run, eni, target, facts.now()));
        }
    }

    /// A run is about to write down that it moves a group.
    void begins(Sandbox run, GroupName group) {
        boolean again = run.underWay.contains(group) || run.begun.contains(group);
        boolean open = facts.memory(group).unfinished().isPresent();
        View view = run.view(group);
        began.add(run.name + "/" + group);
        if (again || open || run.drill || run.leaseless.contains(group) || view == null || !failed(view)) {
            return;
        }
        if (limited(view) && !unanswered.contains(run)) {
            counts(run, group);
        }
        List<Optional<FailedAttaches>> known = read.getOrDefault(run, List.of());
        boolean stopped = !known.isEmpty() && known.stream().allMatch(BrakeLaws::stopped);
        if (stopped && !trying.contains(run) && !unanswered.contains(run)) {
            facts.broken(run, Law.ZONE, "move of " + group + ", it has read " + read.get(run));
        }
    }

    private void counts(Sandbox run, GroupName group) {
        Optional<Counted> count = counted.values().stream()
                .filter(one -> one.run().equals(run) && one.group().equals(group.value()))
                .findFirst();
        if (count.isEmpty()) {
            facts.broken(run, Law.COUNTED, "move of " + group + ", which nobody has counted");
        }
        Limit limit = facts.scene.limit().orElse(BY_DEFAULT);
        Instant at = count.map(Counted::at).orElse(facts.now());
        begun.add(at);
        long within = begun.stream()
                .filter(one -> Duration.between(one, at).abs().compareTo(limit.window()) <= 0)
                .filter(one -> !one.isAfter(at))
                .count();
        if (within > limit.most()) {
            facts.broken(run, Law.LIMIT, "move of " + group + ", the " + within + "th within " + limit.window());
        }
    }

    /// The run has read that so many attaches have failed in a row that no further move begins.
    boolean stopped(Sandbox run) {
        return read.getOrDefault(run, List.of()).stream().anyMatch(BrakeLaws::stopped);
    }

    private static boolean stopped(Optional<FailedAttaches> zone) {
        return zone.filter(failed -> failed.inARow() >= IN_A_ROW).isPresent();
    }

    /// By default only what EC2 does not show leaving service.
    boolean limited(View view) {
        return facts.scene.limit().isPresent()
                || view.holder()
                        .map(view::instance)
                        .filter(one -> !Truth.leaving(one))
                        .isPresent();
    }

    /// The run has seen that its holder has failed: other reasons are left out.
    private static boolean failed(View view) {
        Optional<Instance> holder = view.holder().map(view::instance);
        return holder.map(one -> Truth.health(one, view.seen()) == Health.FAILED)
                .orElse(false);
    }

    /// A run has ended by itself.
    void over(Sandbox run) {
        over.add(run);
        // In a drill's function an automatic look follows where somebody knocked; its count does not name the group.
        if (run.drill || unanswered.contains(run) || powered.contains(run)) {
            return;
        }
        counted.values().stream()
                .filter(one -> one.run().equals(run))
                .filter(one -> !began.contains(run.name + "/" + one.group()))
                .forEach(one -> facts.broken(run, Law.COUNTED, one.group() + " is counted and has not begun"));
    }

    /// Nothing new goes wrong any more: where an attach has succeeded last, nothing that failed before is held.
    void rest(Map<String, FailedAttaches> zones) {
        boolean there = ended.filter(one -> one.at().isAfter(lastFailed) && over.contains(one.run()))
                .filter(one -> facts.region.whereIs(one.eni().value()).startsWith(one.target() + " "))
                .isPresent();
        if (there && unanswered.isEmpty() && zones.containsKey(ZONE)) {
            facts.history(Law.ZONE, "an attach has succeeded, and " + zones.get(ZONE) + " is held");
        }
    }
}
