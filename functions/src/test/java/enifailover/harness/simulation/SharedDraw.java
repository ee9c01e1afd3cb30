package enifailover.harness.simulation;

import enifailover.event.Cause;
import enifailover.harness.simulation.Injection.Blow;
import enifailover.harness.simulation.Injection.Strike;
import enifailover.harness.simulation.Injection.Wake;
import enifailover.harness.simulation.Scene.Card;
import enifailover.harness.simulation.Scene.Group;
import enifailover.harness.simulation.Scene.Host;
import enifailover.testkit.region.ec2.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// Adds groups that share what a schedule has: its standbys, at the same device index, its actives, or both; up to
/// eight groups. Often they fail at the same moment, as a zone does. Half of the schedules are left as they were.
final class SharedDraw extends Drawing {
    private static final int MOST = 8;
    /// Far from the ids of the events that others draw.
    private static final int EVENTS = 1000;

    private final List<Group> groups;
    private final List<Host> hosts;
    private final List<Card> enis;
    private final List<Host> standbys;
    private final Scene drawn;
    private int events = EVENTS;

    SharedDraw(SplittableRandom random, Scene drawn) {
        super(random);
        this.drawn = drawn;
        this.groups = new ArrayList<>(drawn.groups());
        this.hosts = new ArrayList<>(drawn.hosts());
        this.enis = new ArrayList<>(drawn.enis());
        this.standbys = hosts.stream()
                .filter(host -> !drawn.extras().windows().contains(host.id())
                        && !drawn.extras().unmanaged().contains(host.id()))
                .filter(host -> !host.groups().isEmpty()) // a person will make it a member
                .filter(host -> enis.stream().noneMatch(card -> card.holder().equals(host.id())))
                .toList();
        if (!chance(50) || standbys.isEmpty()) {
            return;
        }
        int more = chance(60) ? 1 : chance(75) ? 2 + random.nextInt(2) : MOST - groups.size();
        boolean zone = chance(30);
        int at = 3_000 + random.nextInt(50_000);
        Blow blow = blow();
        for (int g = 0; g < more; g++) {
            String active = group(g);
            if (zone) {
                fails(blow, active, at + random.nextInt(300));
            } else if (chance(50)) {
                fails(blow(), active, 3_000 + random.nextInt(60_000));
            }
        }
        if (zone) {
            fails(blow, hosts.getFirst().id(), at);
        }
    }

    Scene scene() {
        return new Scene(
                List.copyOf(groups),
                List.copyOf(hosts),
                List.copyOf(enis),
                drawn.pace(),
                drawn.fresh(),
                drawn.limit(),
                drawn.skew(),
                drawn.extras());
    }

    private Blow blow() {
        return switch (random.nextInt(4)) {
            case 0, 1 -> Blow.STOP;
            case 2 -> Blow.IMPAIRED;
            default -> Blow.RETIREMENT;
        };
    }

    private void fails(Blow blow, String host, int at) {
        injections.add(new Strike(at, blow, host));
        Cause cause =
                switch (blow) {
                    case IMPAIRED -> Cause.STATUS_CHECK;
                    case RETIREMENT -> Cause.SCHEDULED;
                    default -> Cause.STATE_CHANGE;
                };
        if (chance(80)) {
            injections.add(new Wake(at + random.nextInt(1_500), events++, cause, host, 0));
        }
    }

    /// @return its active
    private String group(int number) {
        String name = "shared" + number;
        groups.add(new Group(name, tags()));
        int kind = random.nextInt(100);
        // With an active of its own, it wants the same slots of the same standbys as the first group.
        boolean own = kind < 50;
        String active = own
                ? "i-%017x".formatted(0x100 + number)
                : kind < 80
                        ? hosts.getFirst().id()
                        : standbys.get(random.nextInt(standbys.size())).id();
        if (own) {
            hosts.add(new Host(active, "c5n.18xlarge", 'a', State.RUNNING, Set.of(name), 100, Set.of()));
        } else {
            joins(active, name);
        }
        for (Host standby : standbys) {
            if (!standby.id().equals(active) && chance(85)) {
                joins(standby.id(), name);
            }
        }
        if (kind >= 80) {
            joins(hosts.getFirst().id(), name); // each is the other's standby
        }
        int many = chance(75) ? 1 : 2;
        for (int i = 0; i < many; i++) {
            String id = "eni-%017x".formatted(0x1000 + 16 * number + i);
            int index = own ? 1 + i : 5 + (number * 2 + i) % 9;
            enis.add(new Card(id, name, active, index, false, Optional.empty()));
        }
        return active;
    }

    private void joins(String id, String name) {
        hosts.replaceAll(host -> {
            if (!host.id().equals(id)) {
                return host;
            }
            Set<String> of = new LinkedHashSet<>(host.groups());
            of.add(name);
            return new Host(host.id(), host.type(), host.zone(), host.state(), of, host.priority(), host.taken());
        });
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        put(tags, 25, "fence", "stop");
        put(tags, 15, "cold-standby", "start");
        put(tags, 45, "cooldown", random.nextBoolean() ? "0" : "60");
        put(tags, 15, "detach", "0");
        put(tags, 6, "paused", "true");
        put(tags, 15, "failback", "auto:20");
        return tags;
    }

    private void put(Map<String, String> tags, int percent, String name, String value) {
        if (chance(percent)) {
            tags.put(Scene.PREFIX + name, value);
        }
    }
}
