package enifailover.harness.simulation;

import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.port.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The laws of what one group's move may do to another group: it takes no slot from it, and it stops no instance under
/// it.
final class SharingLaws {
    /// A reservation lasts so long after the last renewal of a lease, longer than a look may be acted upon.
    private static final Duration LASTS = Duration.ofSeconds(45);

    /// A function may be made to stand still in between.
    private static final Duration RIGHT_BEFORE = Duration.ofSeconds(90);

    private final Facts facts;
    /// When the program last asked for an ENI to be attached anywhere, by the true time.
    private final Map<EniId, Instant> attached = new HashMap<>();
    /// To whom a run has moved without a reservation, because it could not reach the table.
    private final Set<InstanceId> unreserved = new HashSet<>();

    SharingLaws(Facts facts) {
        this.facts = facts;
    }

    void attaching(Sandbox run, GroupName group, EniId id, InstanceId target, DevicePosition devicePosition) {
        attached.put(id, facts.now());
        if (excused(run, group)) {
            unreserved.add(target);
            return;
        }
        boolean ours = facts.reservations.read().slots().stream()
                .anyMatch(one -> one.group().equals(group)
                        && one.instance().equals(target)
                        && one.devicePosition().equals(devicePosition));
        if (!ours && !byHand(group, target, devicePosition)) {
            facts.broken(run, Law.RESERVED, "attach of " + id + " to " + target + " at " + devicePosition);
        }
    }

    /// A person has put another group's ENI there meanwhile: that is where it is, whoever had reserved the slot.
    private boolean byHand(GroupName group, InstanceId target, DevicePosition devicePosition) {
        return Truth.now(facts.region, facts.scene).enis().stream()
                .filter(eni -> !Tags.groupOf(eni.tags()).equals(Optional.of(group)))
                .filter(eni -> eni.attachment()
                        .filter(there -> there.holder().equals(target)
                                && there.devicePosition().equals(devicePosition))
                        .isPresent())
                .anyMatch(eni -> !facts.brought(eni.id()).equals(Optional.of(target)));
    }

    private static boolean excused(Sandbox run, GroupName group) {
        return run.leaseless.contains(group) || run.unreserved;
    }

    /// EC2 has refused an attach.
    void refused(
            Sandbox run,
            Optional<GroupName> group,
            InstanceId target,
            DevicePosition devicePosition,
            ErrorKind errorKind) {
        boolean full = errorKind == ErrorKind.SLOT_TAKEN || errorKind == ErrorKind.LIMIT_REACHED;
        if (!full || group.isEmpty() || excused(run, group.get()) || unreserved.contains(target)) {
            return;
        }
        Truth.now(facts.region, facts.scene).enis().stream()
                .filter(eni -> !Tags.groupOf(eni.tags()).equals(group))
                .filter(eni -> eni.attachment()
                        .filter(a -> a.holder().equals(target))
                        .filter(a -> errorKind == ErrorKind.LIMIT_REACHED
                                || a.devicePosition().equals(devicePosition))
                        .isPresent())
                .filter(eni -> facts.brought(eni.id()).equals(Optional.of(target)))
                .filter(eni -> facts.now()
                        .isBefore(attached.getOrDefault(eni.id(), Instant.EPOCH).plus(LASTS)))
                .findFirst()
                .ifPresent(eni -> facts.broken(
                        run, Law.RESERVED, target + " at " + devicePosition + " was taken by the move of " + eni.id()));
    }

    /// Right before the stop it has read who else has an ENI there, and what those groups want.
    void stopping(Sandbox run, GroupName group, InstanceId id) {
        Sandbox.Held held = run.heldBy.get(id);
        if (held == null || held.at().plus(RIGHT_BEFORE).isBefore(facts.now())) {
            facts.broken(run, Law.STOPS_NOBODY_ELSE, "stop of " + id + ", and it was not asked who else is there");
            return;
        }
        Map<GroupName, List<Eni>> others = new HashMap<>();
        held.enis().forEach(eni -> Tags.groupOf(eni.tags())
                .filter(other -> !other.equals(group))
                .ifPresent(other ->
                        others.computeIfAbsent(other, _ -> new ArrayList<>()).add(eni)));
        others.forEach((other, enis) -> {
            Wish wish = Wish.of(enis);
            if (!wish.fences() || wish.pausedAt(run.scheduler.now())) {
                facts.broken(
                        run,
                        Law.STOPS_NOBODY_ELSE,
                        "stop of " + id + " for " + group + ", where " + other + " is, which does not want it");
            }
        });
    }
}
