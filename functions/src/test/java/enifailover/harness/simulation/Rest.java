package enifailover.harness.simulation;

import enifailover.assess.Verdict;
import enifailover.harness.simulation.Truth.Health;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.model.group.MoveRecord;
import enifailover.port.Observation;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What must be so when the faults are over and the sweeps have had their turn, by what is true and not by what
/// a read shows; what lasts excuses only what it makes impossible.
final class Rest {
    private final Facts facts;
    private final Lasting lasting;
    private final History history;

    Rest(Facts facts, Lasting lasting, History history) {
        this.facts = facts;
        this.lasting = lasting;
        this.history = history;
    }

    void check(Sandbox sweep) {
        Observation all = Truth.now(facts.region, facts.scene);
        history.tell("rest", () -> Truth.message(all.enis(), all.instances()));
        for (Scene.Group group : facts.scene.groups()) {
            GroupName name = new GroupName(group.name());
            View view = View.of(name, Truth.of(all, name), all.at(), facts.memory(name));
            if (!view.enis().isEmpty()) {
                new OfOneGroup(sweep, view).check();
            }
        }
    }

    private final class OfOneGroup {
        private final Sandbox sweep;
        private final View view;
        private final GroupState memory;
        private final Optional<View> last;
        private final Instant now;
        private final boolean held;

        OfOneGroup(Sandbox sweep, View view) {
            this.sweep = sweep;
            this.view = view;
            this.memory = view.memory();
            this.last = Optional.ofNullable(sweep.view(view.group()))
                    .map(seen -> View.of(view.group(), seen.observation(), seen.seen(), memory));
            // Judged as of the last sweep's look.
            this.now = last.map(seen -> seen.observation().at()).orElse(facts.now());
            this.held = view.wish().pausedAt(now);
        }

        void check() {
            if (facts.table
                    .holder(view.group())
                    .filter(lease -> lease.expiry().isAfter(now))
                    .isPresent()) {
                broken(Law.CLOSED, "the lease is held by " + facts.table.holder(view.group()));
            }
            Optional<InstanceId> holder = view.holder();
            if (holder.isPresent() && changedSince(holder.get())) {
                return; // it had to wait for its other groups, and the world has gone on
            }
            if (holder.isEmpty()) {
                apart();
                return;
            }
            Instance one = view.instance(holder.get());
            if (lasting.noStatus() && !Truth.leaving(one)) {
                return; // nothing that is true of it can be known to the program
            }
            Health health = Truth.health(one, now);
            if (health == Health.WELL && !view.settled()) {
                // Somebody's own detach hangs: that is said, and not interfered with.
                says(Verdict.INCONCLUSIVE, Verdict.PAUSED, Verdict.NO_STANDBY, Verdict.ROUTING_UNVERIFIED);
                return;
            }
            switch (health) {
                case UNCLEAR ->
                    says(Verdict.INCONCLUSIVE, Verdict.PAUSED, Verdict.SUCCEEDED, Verdict.ROUTING_UNVERIFIED);
                case FAILED -> failed(one);
                case WELL -> well(one);
            }
        }

        private boolean changedSince(InstanceId holder) {
            return last.filter(seen -> seen.holder().equals(Optional.of(holder)))
                    .filter(seen ->
                            Truth.health(seen.instance(holder), now) != Truth.health(view.instance(holder), now))
                    .filter(seen -> !Truth.unread(seen.instance(holder)))
                    .isPresent();
        }

        private boolean cooling() {
            return memory.lastAutomatic().isPresent()
                    && now.isBefore(
                            memory.lastAutomatic().get().plus(view.wish().cooldown()));
        }

        /// The ENIs are not all on one instance.
        private void apart() {
            Fit anybody = somebody(view);
            if (last.isPresent() && last.get().holder().isEmpty() && somebody(last.get()) != anybody) {
                return; // another group's move has made room since, or taken it
            }
            if (held) {
                says(Verdict.PAUSED, Verdict.SPLIT);
            } else if (split()) {
                says(Verdict.SPLIT);
            } else if (view.wish().fences() && (unfenced() || objected())) {
                says(Verdict.FAILED, Verdict.NO_STANDBY);
            } else if (anybody == Fit.YES && !limited()) {
                Law law = view.holders().isEmpty() ? Law.NO_DEAD_END : Law.TOGETHER;
                broken(law, view.message());
            } else if (anybody == Fit.NO) {
                says(Verdict.NO_STANDBY, Verdict.FAILED);
            }
        }

        /// Only a person ends that: ENIs on several instances of which none has failed, without a move that is
        /// written down and explains it.
        private boolean split() {
            Set<InstanceId> working = new HashSet<>(view.holders());
            working.removeIf(id -> Truth.health(view.instance(id), now) == Health.FAILED
                    && (!lasting.noStatus() || Truth.leaving(view.instance(id))));
            boolean none = working.size() == view.holders().size();
            boolean free = view.enis().stream().anyMatch(eni -> eni.holder().isEmpty());
            if (memory.unfinished().isEmpty()) {
                return none && working.size() > 1;
            }
            MoveRecord moveRecord = memory.unfinished().get();
            working.remove(moveRecord.to());
            moveRecord.from().ifPresent(working::remove);
            working.removeAll(moveRecord.refused());
            working.removeAll(view.remembered());
            return none && !working.isEmpty() && !(free && view.holders().size() == 1);
        }

        private void failed(Instance one) {
            Set<InstanceId> but = but(one.id());
            if (!Truth.leaving(one)) {
                but.addAll(facts.failedTargets.keySet());
                but.addAll(memory.after().failedTargets().keySet());
            }
            Fit other = Fit.best(view, but, facts.homes, false);
            Fit resort = Fit.lastResort(view, but, facts.homes);
            if (held) {
                says(Verdict.PAUSED);
            } else if (cooling() && !Truth.leaving(one)) {
                says(Verdict.COOLING_DOWN, Verdict.FAILED, Verdict.NO_STANDBY);
            } else if (view.wish().fences() && !Truth.off(one)) {
                says(Verdict.FAILED, Verdict.NO_STANDBY);
            } else if ((other == Fit.YES || resort == Fit.YES) && wasThere(but, false) && !limited()) {
                broken(Law.RESTORED, "it is on " + one.id() + ", which has failed");
            } else if (other == Fit.NO && resort == Fit.NO) {
                says(Verdict.NO_STANDBY, Verdict.FAILED);
            }
        }

        private void well(Instance one) {
            boolean ahead = Truth.troubleAhead(one);
            Set<InstanceId> but = but(one.id());
            but.addAll(facts.failedTargets.keySet());
            but.addAll(memory.after().failedTargets().keySet());
            Fit other = Fit.best(view, but, facts.homes, ahead);
            // A member that lost its tag while the ENIs were on their way to it: only a person can end that.
            boolean nonMember =
                    memory.unfinished().isPresent() && !view.members().contains(one.id());
            if (nonMember && ahead && !view.wish().movesAhead()) {
                says(Verdict.REPORTED, Verdict.NO_STANDBY, Verdict.FAILED, Verdict.PAUSED, Verdict.ROUTING_UNVERIFIED);
                return;
            }
            if (nonMember) {
                says(Verdict.NO_STANDBY, Verdict.FAILED, Verdict.PAUSED, Verdict.ROUTING_UNVERIFIED);
                return;
            }
            // The way home may be held back, by a cool-down or for want of a host.
            boolean owed = memory.after().promise().isPresent()
                    || (view.wish().failsBack() && memory.preferred().isPresent());
            // A move that had to go back to where it began has failed, and ends there.
            boolean back = sweep.said.get(view.group()) == Verdict.FAILED
                    && sweep.together.getOrDefault(view.group(), Set.of()).contains(one.id());
            boolean later = !lasting.none()
                    && memory.unfinished().flatMap(MoveRecord::retry).isPresent();
            boolean unrouted = later || (memory.unfinished().isPresent() && lasting.unrouted(one.id()));
            if (unrouted && !held) {
                says(Verdict.ROUTING_UNVERIFIED, Verdict.FAILED, Verdict.NO_STANDBY, Verdict.REPORTED);
                return;
            }
            if (!ahead && !held && !owed && !back) {
                says(Verdict.HEALTHY, Verdict.SUCCEEDED);
            }
            if (ahead
                    && view.wish().movesAhead()
                    && !held
                    && !cooling()
                    && other == Fit.YES
                    && wasThere(but, true)
                    && !limited()) {
                broken(Law.RESTORED, "it is on " + one.id() + ", which has trouble ahead");
            }
            boolean coolsDown = cooling() && sweep.said.get(view.group()) == Verdict.COOLING_DOWN;
            boolean waits = coolsDown
                    || (ahead && (other != Fit.YES || cooling() || !view.wish().movesAhead()));
            if (memory.unfinished().isPresent() && !held && !waits) {
                broken(Law.CLOSED, "the move is open: " + memory.unfinished());
            }
            routed(one);
        }

        private Set<InstanceId> but(InstanceId holder) {
            Set<InstanceId> but = new HashSet<>(lasting.refusing());
            but.add(holder);
            return but;
        }

        /// A standby's checks may have passed since the last look.
        private boolean wasThere(Set<InstanceId> but, boolean calm) {
            return last.isEmpty()
                    || lasting.noStatus()
                    || Fit.best(last.get(), but, facts.homes, calm) == Fit.YES
                    || Fit.lastResort(last.get(), but, facts.homes) == Fit.YES;
        }

        /// What the program itself brought there, with a table or without, unless its last target has lost the
        /// tag since: nothing is sent to whoever is no member. And unless a run died that could not tell a
        /// table that knew none of them: to whoever comes after it, the ENIs are at home where they are.
        private void routed(Instance one) {
            Set<String> routed = facts.region.hosts().routed(one.id().value()).keySet();
            List<String> missing = view.enis().stream()
                    .filter(eni -> !routed.contains(eni.id().value()))
                    .filter(eni -> facts.brought(eni.id()).equals(Optional.of(one.id())))
                    .filter(eni -> !facts.forgotten(eni.id()) && !facts.adopted.dropped(eni.id()))
                    .map(eni -> eni.id().value())
                    .toList();
            boolean ours =
                    view.wish().routes() && Scene.platform(one.tags()).equals("Linux") && !lasting.unrouted(one.id());
            if (ours && !missing.isEmpty() && !held && view.members().contains(one.id())) {
                broken(Law.ROUTED, one.id() + " does not route " + missing);
            }
        }

        private boolean unfenced() {
            Set<InstanceId> left = new HashSet<>(view.holders());
            memory.unfinished().flatMap(MoveRecord::from).ifPresent(left::add);
            boolean refused = left.stream()
                    .anyMatch(id -> lasting.unstopped(id) && Truth.health(view.instance(id), now) == Health.FAILED);
            return refused || left.stream().map(view::instance).anyMatch(one -> Truth.leaving(one) && !Truth.off(one));
        }

        /// One that has failed cannot be stopped, because another group is on it that does not want that.
        private boolean objected() {
            Observation all = Truth.now(facts.region, facts.scene);
            return view.holders().stream()
                    .filter(id -> Truth.health(view.instance(id), now) == Health.FAILED)
                    .anyMatch(id -> facts.scene.groups().stream()
                            .map(group -> new GroupName(group.name()))
                            .filter(other -> !other.equals(view.group()))
                            .map(other -> View.of(other, Truth.of(all, other), all.at(), facts.memory(other)))
                            .filter(other -> other.observation().enis().stream().anyMatch(eni -> eni.heldBy(id)))
                            .map(other -> Wish.of(other.observation().enis()))
                            .anyMatch(wish -> !wish.fences() || wish.pausedAt(now)));
        }

        /// Who might have the ENIs: a member, or one that had them; where a well one has some of them, only that.
        private Fit somebody(View at) {
            Set<InstanceId> but = new HashSet<>(lasting.refusing());
            Optional<InstanceId> from = memory.unfinished().flatMap(MoveRecord::from);
            Set<InstanceId> former = new HashSet<>(at.holders());
            from.ifPresent(former::add);
            former.removeAll(but);
            if (at.holders().size() == 1) {
                InstanceId only = at.holders().iterator().next();
                boolean explained = memory.unfinished()
                        .filter(moveRecord -> from.equals(Optional.of(only))
                                || moveRecord.to().equals(only)
                                || moveRecord.refused().contains(only)
                                || at.remembered().contains(only))
                        .isPresent();
                if (!explained && !Truth.leaving(at.instance(only))) {
                    former.retainAll(Set.of(only));
                    return wayBack(at, former);
                }
            }
            at.holders().stream().filter(id -> Truth.leaving(at.instance(id))).forEach(but::add);
            from.ifPresent(but::add);
            Fit member = Fit.best(at, but, facts.homes, false);
            if (member == Fit.YES || Fit.lastResort(at, but, facts.homes) == Fit.YES) {
                return Fit.YES;
            }
            return wayBack(at, former) == Fit.YES ? Fit.YES : member;
        }

        private Fit wayBack(View at, Set<InstanceId> former) {
            return former.stream().anyMatch(id -> Fit.ofTheWayBack(at, at.instance(id), facts.homes) == Fit.YES)
                    ? Fit.YES
                    : Fit.NO;
        }

        private boolean limited() {
            Verdict said = sweep.said.get(view.group());
            return said == Verdict.LIMIT_REACHED || said == Verdict.ZONE_STOPPED;
        }

        /// The last sweep's verdict has to be one of these.
        private void says(Verdict... possible) {
            Verdict said = sweep.said.get(view.group());
            if (!limited() && (said == null || !List.of(possible).contains(said))) {
                broken(
                        Law.RESTORED,
                        "the last sweep says " + said + " and not " + List.of(possible) + ": " + view.message());
            }
        }

        private void broken(Law law, String message) {
            history.broken(law, view.group() + ": " + message);
        }
    }
}
