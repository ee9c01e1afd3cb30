package enifailover.plan;

import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.group.Aftermath.FailedTarget;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
import enifailover.group.Member;
import enifailover.group.Move;
import enifailover.group.ScheduledEvent;
import enifailover.group.Slot;
import enifailover.plan.Proposal.NoStandby;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Chooses the standby and writes the steps. The same planner serves failures, drills, failbacks and readiness.
public final class Planner {
    /// A standby with trouble scheduled within this time is taken only where there is no other.
    private static final Duration SOON = Duration.ofHours(24);

    /// @param group what is known now
    /// @param go why and from where
    /// @param tried what this run has tried already
    /// @param now the time of the look
    /// @return a plan, or why nobody may take the ENIs
    public Proposal plan(GroupSnapshot group, Go go, Tried tried, Instant now) {
        List<String> refusals = new ArrayList<>();
        List<Member> silent = new ArrayList<>();
        Set<InstanceId> excluded = new TreeSet<>(tried.refused());
        excluded.addAll(refusedWhileAttached(group, go));
        Tried all = new Tried(excluded, tried.started());
        for (Member member : candidates(group, go, now)) {
            List<String> why = ineligible(group, go, member.instance(), all, now);
            List<String> agent = Eligibility.agent(group, member.instance());
            if (why.isEmpty() && agent.isEmpty()) {
                return write(group, go, member, List.of());
            }
            if (why.isEmpty()) {
                silent.add(member);
            }
            why.addAll(agent);
            refusals.add(member.id() + ": " + String.join("; ", why));
        }
        if (refusals.isEmpty()) {
            refusals.add(nobody(group, go));
        }
        return lastResort(group, go, silent, all, refusals, now)
                .or(() -> wayBack(group, go, tried.refused(), refusals))
                .orElseGet(() -> new NoStandby(refusals));
    }

    private static List<String> ineligible(GroupSnapshot group, Go go, Instance standby, Tried tried, Instant now) {
        List<String> why = new ArrayList<>();
        if (tried.refused().contains(standby.id())) {
            why.add("it has refused in this failover");
        } else if (go.planned() && troubleSoon(standby, now) && go.reason() == Reason.ANNOUNCED) {
            why.add("trouble is scheduled for it too");
        } else if (failedLately(group, go, standby.id(), now).isPresent()) {
            why.add("it refused in a planned move, and is tried again at "
                    + failedLately(group, go, standby.id(), now).get());
        } else if (cameFrom(group, go, standby.id()) && standby.state() != InstanceState.RUNNING) {
            why.add("the interrupted move came from it, and it is "
                    + standby.state().word());
        } else {
            boolean checked = standby.checks().passed()
                    || (standby.checks().unread()
                            && (holderOff(group) || go.reason().halfDone()))
                    || (tried.started().contains(standby.id())
                            && standby.checks().impaired().isEmpty());
            why.addAll(Eligibility.refusals(group, standby, slots(group, go, standby, new ArrayList<>()), checked));
        }
        return why;
    }

    private static Map<EniId, Slot> slots(GroupSnapshot group, Go go, Instance target, List<String> warnings) {
        return go.reason() == Reason.UNVERIFIED ? Slots.present(group) : Slots.on(group, target, warnings);
    }

    private static Plan write(GroupSnapshot group, Go go, Member target, List<String> said) {
        List<String> warnings = new ArrayList<>(said);
        Map<EniId, Slot> slots = slots(group, go, target.instance(), warnings);
        return new PlanWriter(group, go, target.instance(), slots, warnings).write(cameFrom(group, go, target.id()));
    }

    /// Nobody holds the ENIs, or only who has left service: whatever takes them, nobody loses anything.
    private static boolean holderOff(GroupSnapshot group) {
        return group.holders().stream()
                .allMatch(id -> group.instance(id).state().leaving());
    }

    /// Where a target has the ENIs and keeps them, those who have refused before are not tried again.
    private static Set<InstanceId> refusedWhileAttached(GroupSnapshot group, Go go) {
        boolean kept = group.together() && !holderOff(group) && go.reason() == Reason.UNFINISHED;
        return kept ? group.memory().unfinished().map(Move::refused).orElse(Set.of()) : Set.of();
    }

    /// When the holder has left service: a standby whose only fault is that its agent is silent, and after it an
    /// instance that is new in the group. Both are better than nobody.
    private static Optional<Proposal> lastResort(
            GroupSnapshot group, Go go, List<Member> silent, Tried tried, List<String> refusals, Instant now) {
        if (!holderOff(group) || go.wanted().isPresent()) {
            return Optional.empty();
        }
        if (!silent.isEmpty()) {
            String why = "no standby with an agent that is online: " + String.join(" / ", refusals);
            return Optional.of(write(group, go, silent.getFirst(), List.of(why)));
        }
        for (Member member : group.newcomers().members()) {
            boolean fit = member.instance().state() == InstanceState.RUNNING
                    && !go.leave().contains(member.id())
                    && ineligible(group, go, member.instance(), tried, now).isEmpty()
                    && Eligibility.agent(group, member.instance()).isEmpty();
            if (fit) {
                String why = member.id() + " is new in the group, and no other member takes the ENIs: "
                        + String.join(" / ", refusals);
                return Optional.of(write(group, go, member, List.of(why)));
            }
        }
        return Optional.empty();
    }

    private static String nobody(GroupSnapshot group, Go go) {
        List<InstanceId> others = group.members().stream()
                .map(Member::id)
                .filter(id -> !go.leave().contains(id))
                .toList();
        return go.wanted().isPresent() && !others.isEmpty()
                ? go.wanted().get() + " is no standby of group " + group.name() + ": its standbys are " + others
                : "group " + group.name() + " has no other member: tag a standby";
    }

    /// Who is asked, in this order: who already has some of the ENIs or was meant to, where a move was interrupted;
    /// those without trouble ahead; then by priority and id. Last are the one that an interrupted move was to
    /// leave, and those who have refused in it.
    private static List<Member> candidates(GroupSnapshot group, Go go, Instant now) {
        Set<InstanceId> begun = new LinkedHashSet<>();
        if (go.reason().halfDone()) {
            group.memory().unfinished().map(Move::to).ifPresent(begun::add);
            begun.addAll(group.holders());
        }
        Set<InstanceId> refusedBefore =
                group.memory().unfinished().map(Move::refused).orElse(Set.of());
        Comparator<Member> order = Comparator.<Member, Boolean>comparing(member -> refusedBefore.contains(member.id()))
                .thenComparing(member -> cameFrom(group, go, member.id()))
                .thenComparing(member -> !begun.contains(member.id()))
                .thenComparing(member -> troubleSoon(member.instance(), now))
                .thenComparing(Comparator.naturalOrder());
        return group.members().stream()
                .filter(member -> !go.leave().contains(member.id()))
                .filter(member -> go.wanted().isEmpty() || go.wanted().get().equals(member.id()))
                .sorted(order)
                .toList();
    }

    /// Back to where an interrupted move began: its purpose is then missed, however well it ends.
    private static boolean cameFrom(GroupSnapshot group, Go go, InstanceId target) {
        return go.reason().halfDone()
                && group.memory()
                        .unfinished()
                        .flatMap(Move::from)
                        .filter(target::equals)
                        .isPresent();
    }

    private static Optional<Instant> failedLately(GroupSnapshot group, Go go, InstanceId target, Instant now) {
        return Optional.ofNullable(group.memory().after().failedTargets().get(target))
                .map(FailedTarget::due)
                .filter(due -> go.reason() == Reason.ANNOUNCED && now.isBefore(due));
    }

    private static boolean troubleSoon(Instance instance, Instant now) {
        return instance.scheduled().stream()
                .filter(ScheduledEvent::open)
                .flatMap(event -> event.notBefore().stream())
                .anyMatch(start -> start.isBefore(now.plus(SOON)));
    }

    /// The ENIs are half-way and nobody takes them: a former holder that runs is better than nobody. Where they are
    /// together on a target that cannot route, it is the one that a planned move has left, if it still works.
    private static Optional<Proposal> wayBack(
            GroupSnapshot group, Go go, Set<InstanceId> refused, List<String> refusals) {
        if (go.reason() == Reason.UNVERIFIED
                || !(group.together() ? returns(group, go, refused) : mayReturn(group, go))) {
            return Optional.empty();
        }
        Set<InstanceId> former = new LinkedHashSet<>();
        group.memory().unfinished().flatMap(Move::from).ifPresent(former::add);
        former.addAll(group.holders());
        group.memory().enis().values().stream().map(EniMemory::holder).forEach(former::add);
        for (InstanceId id : former) {
            Instance instance = group.instance(id);
            List<String> warnings = new ArrayList<>();
            Map<EniId, Slot> slots = Slots.on(group, instance, warnings);
            if (refused.contains(id)) {
                continue;
            }
            List<String> why = Eligibility.refusalsOfTheWayBack(group, instance, slots);
            if (why.isEmpty()) {
                warnings.add("no standby took the ENIs (" + String.join(" / ", refusals) + "): back to " + id);
                return Optional.of(new PlanWriter(group, go, instance, slots, warnings).write(true));
            }
            refusals.add(id + " (the way back): " + String.join("; ", why));
        }
        return Optional.empty();
    }

    /// Nothing is taken from an instance that works only to bring the ENIs together.
    private static boolean mayReturn(GroupSnapshot group, Go go) {
        return go.wanted().isEmpty() || group.holders().isEmpty();
    }

    private static boolean returns(GroupSnapshot group, Go go, Set<InstanceId> refused) {
        return go.planned()
                && go.reason() == Reason.UNFINISHED
                && refused.containsAll(group.holders())
                && group.memory()
                        .unfinished()
                        .flatMap(Move::from)
                        .filter(from -> group.instance(from).healthy())
                        .isPresent();
    }

    /// The instances that hold, or last held, an ENI of the group and are not the target.
    static Optional<InstanceId> leaving(GroupSnapshot group, Go go, InstanceId target) {
        for (Eni eni : group.enis()) {
            Optional<InstanceId> holder = eni.holder().filter(h -> !h.equals(target));
            if (holder.isPresent()) {
                return holder;
            }
        }
        return group.memory()
                .unfinished()
                .flatMap(Move::from)
                .or(() -> go.leave().stream().sorted().findFirst())
                .or(() -> group.memory().enis().values().stream()
                        .map(EniMemory::holder)
                        .findFirst())
                .filter(h -> !h.equals(target));
    }
}
