package enifailover.simulation;

import enifailover.assess.Verdict;
import enifailover.group.Eni;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.Move;
import enifailover.group.Policy;
import enifailover.port.MemoryLedger;
import enifailover.port.Sight;
import enifailover.region.Region;
import enifailover.simulation.Truth.Health;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What must be so when the faults are over and two sweeps have had their turn, by what is true and not by what a read
/// shows.
final class Rest {
    private final Scene scene;
    private final Region region;
    private final MemoryLedger table;
    private final History history;
    private final Watch watch;

    Rest(Scene scene, Region region, MemoryLedger table, History history, Watch watch) {
        this.scene = scene;
        this.region = region;
        this.table = table;
        this.history = history;
        this.watch = watch;
    }

    void check(Sandbox sweep) {
        Sight all = Truth.now(region, scene);
        history.tell("rest", () -> Truth.words(all.enis(), all.instances()));
        for (Scene.Group group : scene.groups()) {
            GroupName name = new GroupName(group.name());
            Sight sight = Truth.of(all, name);
            if (!sight.enis().isEmpty()) {
                check(sweep, name, sight);
            }
        }
    }

    private void check(Sandbox sweep, GroupName group, Sight sight) {
        Policy policy = Truth.policy(group, sight);
        GroupMemory memory = table.memories().getOrDefault(group, GroupMemory.NONE);
        // Judged as of the last sweep's look.
        Sight last = sweep.sight(group);
        Instant now = last == null ? region.time().now() : last.at();
        Optional<InstanceId> holder = Truth.holder(sight);
        if (last != null && holder.isPresent() && changedSince(last, sight, holder.get(), now)) {
            return; // it had to wait for its other groups, and the world has gone on
        }
        if (last != null
                && holder.isEmpty()
                && Truth.holder(last).isEmpty()
                && somebody(group, last, policy, memory) != somebody(group, sight, policy, memory)) {
            return; // another group's move has made room since, or taken it
        }
        boolean held = policy.pausedAt(now);
        boolean cooling = memory.lastAutomatic().isPresent()
                && now.isBefore(memory.lastAutomatic().get().plus(policy.cooldown()));
        if (table.holder(group).filter(lease -> lease.expiry().isAfter(now)).isPresent()) {
            broken(group, Law.CLOSED, "the lease is held by " + table.holder(group));
        }
        boolean leaving = holder.isPresent() && !Truth.settled(sight);
        if (leaving && Truth.health(Truth.instance(sight, holder.get()), now) == Health.WELL) {
            // Somebody's own detach hangs: that is said, and not interfered with.
            says(sweep, group, sight, Verdict.NOT_JUDGED, Verdict.PAUSED, Verdict.NO_STANDBY);
            return;
        }
        if (holder.isEmpty()) {
            Fit anybody = somebody(group, sight, policy, memory);
            if (held) {
                says(sweep, group, sight, Verdict.PAUSED);
            } else if (policy.fence() == Policy.Fence.STOP && unfenced(sight, memory)) {
                says(sweep, group, sight, Verdict.FAILED, Verdict.NO_STANDBY);
            } else if (anybody == Fit.YES && sweep.said.get(group) != Verdict.LIMIT_REACHED) {
                broken(group, Law.TOGETHER, Truth.words(sight.enis(), sight.instances()));
            } else if (anybody == Fit.NO) {
                says(sweep, group, sight, Verdict.NO_STANDBY, Verdict.FAILED);
            }
            return;
        }
        Instance one = Truth.instance(sight, holder.get());
        Health health = Truth.health(one, now);
        boolean ahead = Truth.troubleAhead(one);
        Fit other = Fit.best(group, sight, policy, Set.of(one.id().value()), watch.homes, ahead);
        // A standby's checks may have passed since the last look.
        boolean wasThere =
                last == null || Fit.best(group, last, policy, Set.of(one.id().value()), watch.homes, ahead) == Fit.YES;
        switch (health) {
            case UNCLEAR -> says(sweep, group, sight, Verdict.NOT_JUDGED, Verdict.PAUSED, Verdict.SUCCEEDED);
            case FAILED -> {
                if (held) {
                    says(sweep, group, sight, Verdict.PAUSED);
                } else if (cooling) {
                    says(sweep, group, sight, Verdict.COOLING_DOWN, Verdict.FAILED, Verdict.NO_STANDBY);
                } else if (policy.fence() == Policy.Fence.STOP && !one.state().fenced()) {
                    says(sweep, group, sight, Verdict.FAILED, Verdict.NO_STANDBY);
                } else if (other == Fit.YES && wasThere && sweep.said.get(group) != Verdict.LIMIT_REACHED) {
                    broken(group, Law.RESTORED, "it is on " + one.id() + ", which has failed");
                } else if (other == Fit.NO) {
                    says(sweep, group, sight, Verdict.NO_STANDBY, Verdict.FAILED);
                }
            }
            case WELL -> {
                // A member that lost its tag while the ENIs were on their way to it: only a person can end that.
                boolean stranger = memory.unfinished().isPresent() && !Truth.memberOf(group, one);
                if (stranger && ahead && !policy.movesWhenAnnounced()) {
                    says(sweep, group, sight, Verdict.REPORTED, Verdict.NO_STANDBY, Verdict.FAILED, Verdict.PAUSED);
                    return;
                }
                if (stranger) {
                    says(sweep, group, sight, Verdict.NO_STANDBY, Verdict.FAILED, Verdict.PAUSED);
                    return;
                }
                // The way home may be held back, by a cool-down or for want of a host.
                boolean owed = memory.after().promise().isPresent()
                        || (policy.failback().isPresent() && memory.preferred().isPresent());
                // A move that had to go back to where it began has failed, and ends there.
                boolean back = sweep.said.get(group) == Verdict.FAILED
                        && sweep.together.getOrDefault(group, Set.of()).contains(one.id());
                if (!ahead && !held && !owed && !back) {
                    says(sweep, group, sight, Verdict.HEALTHY, Verdict.SUCCEEDED);
                }
                if (ahead
                        && policy.movesWhenAnnounced()
                        && !held
                        && !cooling
                        && other == Fit.YES
                        && wasThere
                        && sweep.said.get(group) != Verdict.LIMIT_REACHED) {
                    broken(group, Law.RESTORED, "it is on " + one.id() + ", which has trouble ahead");
                }
                boolean coolsDown = cooling && sweep.said.get(group) == Verdict.COOLING_DOWN;
                boolean waits = coolsDown || (ahead && (other != Fit.YES || cooling || !policy.movesWhenAnnounced()));
                if (memory.unfinished().isPresent() && !held && !waits) {
                    broken(group, Law.CLOSED, "the move is open: " + memory.unfinished());
                }
                routed(group, sight, one, held);
            }
        }
    }

    private static boolean changedSince(Sight last, Sight sight, InstanceId holder, Instant now) {
        return Truth.holder(last).equals(Optional.of(holder))
                && Truth.health(Truth.instance(last, holder), now) != Truth.health(Truth.instance(sight, holder), now);
    }

    /// What the program itself brought there, with a table or without, unless its last target has lost the tag since:
    /// nothing is sent to whoever is no member. And unless a run died that could not tell a table that knew none
    /// of them: to whoever comes after it, the ENIs are at home where they are.
    private void routed(GroupName group, Sight sight, Instance one, boolean held) {
        Set<String> routed = region.hosts().routed(one.id().value()).keySet();
        List<String> missing = sight.enis().stream()
                .map(eni -> eni.id().value())
                .filter(eni -> !routed.contains(eni))
                .filter(eni -> watch.broughtTo(eni, one.id()) && !watch.forgotten(eni))
                .toList();
        if (!missing.isEmpty() && !held && Truth.memberOf(group, one)) {
            broken(group, Law.ROUTED, one.id() + " does not route " + missing);
        }
    }

    private static boolean unfenced(Sight sight, GroupMemory memory) {
        Set<String> left = Fit.holders(sight);
        memory.unfinished().flatMap(Move::from).ifPresent(from -> left.add(from.value()));
        return left.stream()
                .map(id -> Truth.instance(sight, new InstanceId(id)).state())
                .anyMatch(state -> state.leaving() && !state.fenced());
    }

    /// Who might have the ENIs now: a member, or one that had them.
    private Fit somebody(GroupName group, Sight sight, Policy policy, GroupMemory memory) {
        Set<String> failed = new HashSet<>();
        Fit.holders(sight).stream()
                .filter(id -> Truth.instance(sight, new InstanceId(id)).state().leaving())
                .forEach(failed::add);
        memory.unfinished().flatMap(Move::from).ifPresent(from -> failed.add(from.value()));
        Fit member = Fit.best(group, sight, policy, failed, watch.homes, false);
        if (member == Fit.YES) {
            return member;
        }
        Set<InstanceId> former = new HashSet<>();
        sight.enis().stream().map(Eni::holder).flatMap(Optional::stream).forEach(former::add);
        memory.unfinished().flatMap(Move::from).ifPresent(former::add);
        return former.stream()
                        .anyMatch(id -> Fit.forTheWayBack(sight, Truth.instance(sight, id), watch.homes) == Fit.YES)
                ? Fit.YES
                : member;
    }

    /// The last sweep's verdict has to be one of these.
    private void says(Sandbox sweep, GroupName group, Sight sight, Verdict... possible) {
        Verdict said = sweep.said.get(group);
        boolean limited = said == Verdict.LIMIT_REACHED && scene.limit().isPresent();
        if (!limited && (said == null || !List.of(possible).contains(said))) {
            broken(
                    group,
                    Law.RESTORED,
                    "the last sweep says " + said + " and not " + List.of(possible) + ": "
                            + Truth.words(sight.enis(), sight.instances()));
        }
    }

    private void broken(GroupName group, Law law, String words) {
        history.broken(law, group + ": " + words);
    }
}
