package enifailover.harness.simulation;

import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.testkit.memory.MemoryGroupStore;
import enifailover.testkit.memory.MemoryReservationStore;
import enifailover.testkit.region.Region;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the laws know besides what a run was told: what is true, and what was done by whom.
final class Facts {
    final Scene scene;
    final Region region;
    final MemoryGroupStore table;
    final MemoryReservationStore reservations;
    final Wellness wellness;
    final Adopted adopted;
    final Told told;
    final BrakeLaws brake;
    final AskedAgain again;
    final ServiceLaws service;
    /// Who has taken the lease of each group last.
    final Map<GroupName, Sandbox> takers = new HashMap<>();
    private final History history;

    /// Nothing new goes wrong any more, and the sweep has had its turn.
    boolean atRest;

    /// The slots at which each ENI has been, by the scene or by a person's hand.
    final Map<EniId, Set<DevicePosition>> homes = new HashMap<>();

    private final Set<String> tagged = new HashSet<>();
    private final Set<EniId> nonMembers = new HashSet<>();
    /// Where the program has brought each ENI last; forgotten where a person has moved it since.
    private final Map<EniId, InstanceId> brought = new HashMap<>();
    /// To whom the program has ever brought anything; a person may have taken it away since, unseen.
    final Set<InstanceId> targets = new HashSet<>();
    /// What a run brought whose move the table could not be told, to a group of which it knew nothing.
    private final Map<EniId, String> untold = new HashMap<>();

    private final Set<EniId> forgotten = new HashSet<>();
    /// Who has refused an attach, or was brought an ENI and has not routed anything since, and when.
    final Map<InstanceId, Instant> failedTargets = new HashMap<>();

    Facts(Scene scene, Region region, MemoryGroupStore table, Wellness wellness, History history) {
        this.scene = scene;
        this.region = region;
        this.table = table;
        this.wellness = wellness;
        this.history = history;
        this.reservations = new MemoryReservationStore(region.time());
        this.adopted = new Adopted(scene, table, history);
        this.told = new Told(this);
        this.brake = new BrakeLaws(this);
        this.again = new AskedAgain(this);
        this.service = new ServiceLaws(this);
        scene.enis().forEach(card -> {
            home(card.id(), card.home());
            card.wish().ifPresent(_ -> tagged.add(card.id()));
        });
    }

    Instant now() {
        return region.time().now();
    }

    GroupState memory(GroupName group) {
        return table.memories().getOrDefault(group, GroupState.NONE);
    }

    /// The group as it is now.
    View truth(GroupName group) {
        return View.of(group, Truth.of(Truth.now(region, scene), group), now(), memory(group));
    }

    private void home(String eni, int index) {
        if (tagged.contains(eni)) {
            return; // its tag says where it belongs
        }
        homes.computeIfAbsent(new EniId(eni), _ -> new HashSet<>()).add(new DevicePosition(index, 0));
    }

    /// It joins a group while it is attached there.
    void joins(String eni, int index) {
        if (!homes.containsKey(new EniId(eni))) {
            home(eni, index);
        }
    }

    /// A person has put it there.
    void byHand(String eni, int index) {
        brought.remove(new EniId(eni));
        home(eni, index);
    }

    /// A person has taken it out of its group: what is remembered of it is forgotten, its index too.
    void leaves(String eni) {
        nonMembers.add(new EniId(eni));
    }

    boolean left(EniId eni) {
        return nonMembers.contains(eni);
    }

    /// A run asks for it to be there.
    void attaches(Sandbox run, GroupName group, EniId id, InstanceId target, DevicePosition devicePosition) {
        if (scene.fresh() || nonMembers.contains(id)) {
            home(id.value(), devicePosition.deviceIndex());
        }
        brought.put(id, target);
        targets.add(target);
        forgotten.remove(id);
        untold.remove(id);
        GroupState known = memory(group);
        if (known.enis().isEmpty() && known.unfinished().isEmpty()) {
            untold.put(id, run.name);
        }
        // In the degraded mode what is new moves with the others, and the table does not know it.
        if (run.leaseless.contains(group)
                && !known.enis().isEmpty()
                && !known.enis().containsKey(id)) {
            forgotten.add(id);
        }
    }

    Optional<InstanceId> brought(EniId eni) {
        return Optional.ofNullable(brought.get(eni));
    }

    /// Whether nobody but a run that is dead, or that had no table, has ever known that the program brought the ENI to
    /// where it is.
    boolean forgotten(EniId eni) {
        return forgotten.contains(eni);
    }

    void died(Sandbox run) {
        untold.forEach((eni, name) -> {
            if (name.equals(run.name)) {
                forgotten.add(eni);
            }
        });
    }

    void history(Law law, String message) {
        history.broken(law, message);
    }

    void broken(Sandbox run, Law law, String message) {
        history.broken(law, run.name + ": " + message);
    }
}
