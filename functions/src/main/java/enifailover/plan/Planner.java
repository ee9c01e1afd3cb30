package enifailover.plan;

import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
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

/// Chooses the standby and writes the steps. The same planner serves failures, drills, failbacks and readiness.
public final class Planner {
    /// A standby with trouble scheduled within this time is taken only where there is no other.
    private static final Duration SOON = Duration.ofHours(24);

    /// @param group what is known now
    /// @param go why and from where
    /// @param refused the instances that have refused in this run
    /// @param now the time of the look
    /// @return a plan, or why nobody may take the ENIs
    public Proposal plan(GroupSnapshot group, Go go, Set<InstanceId> refused, Instant now) {
        List<String> refusals = new ArrayList<>();
        for (Member member : candidates(group, go, now)) {
            List<String> warnings = new ArrayList<>();
            Map<EniId, Slot> slots = go.reason() == Reason.UNVERIFIED
                    ? Slots.present(group)
                    : Slots.on(group, member.instance(), warnings);
            List<String> why = new ArrayList<>();
            if (refused.contains(member.id())) {
                why.add("it has refused in this run");
            } else if (go.planned() && troubleSoon(member.instance(), now) && go.reason() == Reason.ANNOUNCED) {
                why.add("trouble is scheduled for it too");
            } else if (cameFrom(group, go, member.id()) && member.instance().state() != InstanceState.RUNNING) {
                why.add("the interrupted move came from it, and it is "
                        + member.instance().state().word());
            } else {
                why.addAll(Eligibility.refusals(group, member.instance(), slots));
            }
            if (why.isEmpty()) {
                boolean wayBack = cameFrom(group, go, member.id());
                return new PlanWriter(group, go, member.instance(), slots, warnings).write(wayBack);
            }
            refusals.add(member.id() + ": " + String.join("; ", why));
        }
        if (refusals.isEmpty()) {
            refusals.add(nobody(group, go));
        }
        return group.together() ? new NoStandby(refusals) : wayBack(group, go, refused, refusals);
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
    /// those without trouble ahead; then by priority and id. Last is the one that an interrupted move was to leave.
    private static List<Member> candidates(GroupSnapshot group, Go go, Instant now) {
        Set<InstanceId> begun = new LinkedHashSet<>();
        if (go.reason().halfDone()) {
            group.memory().unfinished().map(Move::to).ifPresent(begun::add);
            begun.addAll(group.holders());
        }
        Comparator<Member> order = Comparator.<Member, Boolean>comparing(member -> cameFrom(group, go, member.id()))
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

    private static boolean troubleSoon(Instance instance, Instant now) {
        return instance.scheduled().stream()
                .filter(ScheduledEvent::open)
                .flatMap(event -> event.notBefore().stream())
                .anyMatch(start -> start.isBefore(now.plus(SOON)));
    }

    /// The ENIs are half-way and nobody takes them: a former holder that runs is better than nobody.
    private static Proposal wayBack(GroupSnapshot group, Go go, Set<InstanceId> refused, List<String> refusals) {
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
                return new PlanWriter(group, go, instance, slots, warnings).write(true);
            }
            refusals.add(id + " (the way back): " + String.join("; ", why));
        }
        return new NoStandby(refusals);
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
