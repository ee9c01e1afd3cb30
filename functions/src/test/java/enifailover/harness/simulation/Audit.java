package enifailover.harness.simulation;

import enifailover.assess.Adoption;
import enifailover.assess.Adoption.Adopted;
import enifailover.failover.GroupSnapshots;
import enifailover.failover.TaggedGroupSnapshots;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.port.Observation;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Does what the readiness audit does with what is new in a group: it tells of it, and has the table remember
/// it. Every five minutes, and some time after tags were changed.
final class Audit {
    private static final Duration EVERY = Duration.ofMinutes(5);

    private final Facts facts;
    private final History history;
    private final VirtualTime time;
    private final GroupSnapshots groupSnapshots = new TaggedGroupSnapshots(Scene.PREFIX);
    private final long seed;

    /// What the audit before has missed, as the audit's own row has it.
    private final Map<GroupName, Set<String>> missing = new HashMap<>();

    Audit(Facts facts, History history, VirtualTime time, long seed) {
        this.facts = facts;
        this.history = history;
        this.time = time;
        this.seed = seed;
    }

    void begin() {
        time.at(time.now().plus(EVERY), () -> {
            look();
            begin();
        });
    }

    /// Somebody has changed tags.
    void wake() {
        long wait = 12_000 + Math.floorMod(seed * 7919 + time.now().toEpochMilli(), 60_000L);
        time.at(time.now().plusMillis(wait), this::look);
    }

    private void look() {
        Observation all = Truth.now(facts.region, facts.scene);
        for (GroupName name : groupSnapshots.names(all)) {
            GroupState memory = facts.memory(name);
            GroupSnapshot group = groupSnapshots.of(name, Truth.of(all, name), memory);
            Adopted next = Adoption.next(group, missing.getOrDefault(name, Set.of()));
            missing.put(name, Adoption.missing(group));
            boolean news = !next.enis().equals(memory.enis()) || !next.members().equals(memory.members());
            if (news && facts.table.saveAttachments(name, next.enis(), next.members())) {
                facts.adopted.told(name);
                next.enis()
                        .forEach((eni, last) ->
                                facts.joins(eni.value(), last.devicePosition().deviceIndex()));
                history.tell(
                        "audit", () -> "adopts in " + name + ": " + next.enis().keySet() + ", " + next.members());
            }
        }
    }
}
