package enifailover.harness.simulation;

import enifailover.harness.simulation.Extras.Loose;
import enifailover.harness.simulation.Injection.Tagged;
import enifailover.harness.simulation.Scene.Card;
import enifailover.harness.simulation.Scene.Group;
import enifailover.harness.simulation.Scene.Host;
import enifailover.testkit.region.ec2.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Adds to a schedule what joins a group while it is at work: instances and ENIs that somebody tags, on purpose or by
/// mistake. Most schedules are left as they were.
final class NewcomerDraw extends Drawing {
    private static final Map<String, String> PAUSES = Map.of(Scene.PREFIX + "paused", "true");
    private static final List<Map<String, String>> TAG_CHANGES = List.of(
            PAUSES,
            Map.of(Scene.PREFIX + "fence", "stop"),
            Map.of(Scene.PREFIX + "cold-standby", "start"),
            Map.of(Scene.PREFIX + "planned", "report"),
            Map.of(Scene.PREFIX + "routing", "none"),
            Map.of(Scene.PREFIX + "no-show", "reboot"),
            Map.of(Scene.PREFIX + "cooldown", "0"));

    private final Scene drawn;
    private final List<Host> hosts;
    private final List<Loose> loose = new ArrayList<>();

    NewcomerDraw(SplittableRandom random, Scene drawn) {
        super(random);
        this.drawn = drawn;
        this.hosts = new ArrayList<>(drawn.hosts());
        if (chance(35)) {
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                newcomer(drawn.groups().get(random.nextInt(drawn.groups().size())));
            }
        }
    }

    Scene scene() {
        Extras extras = drawn.extras();
        return drawn.with(List.copyOf(hosts), new Extras(List.copyOf(loose), extras.windows(), extras.unmanaged()));
    }

    private void newcomer(Group group) {
        int at = random.nextInt(Mischief.LATEST);
        switch (random.nextInt(9)) {
            case 0, 1 -> joins(at, group, spare(State.RUNNING, 'a'));
            case 2 -> joins(at, group, spare(State.STOPPED, 'a'));
            case 3 -> {
                // With an ENI of its own, as where somebody prepares a second pair.
                Host spare = spare(State.RUNNING, chance(20) ? 'b' : 'a');
                joins(at, group, spare);
                tagged(at + random.nextInt(3_000), group, eni(spare.zone(), spare.id()));
            }
            case 4 -> tagged(at, group, eni('a', another(group)));
            case 5 -> tagged(at, group, eni(chance(50) ? 'a' : 'b', ""));
            case 6 ->
                tagged(at, group, eni('a', drawn.enisOf(group.name()).getFirst().holder()));
            case 7 -> mistyped(at, group);
            case 8 -> {
                Host spare = spare(State.RUNNING, 'b');
                tagged(at, group, eni('b', spare.id()));
            }
            default -> throw new IllegalStateException();
        }
    }

    private Host spare(State state, char zone) {
        Host host = new Host(
                "i-%017x".formatted(0x50 + hosts.size()), "c5n.18xlarge", zone, state, Set.of(), 100, Set.of());
        hosts.add(host);
        return host;
    }

    /// Preferred to everybody.
    private void joins(int at, Group group, Host host) {
        injections.add(new Tagged(
                at, host.id(), Map.of(Scene.GROUP, group.name(), Scene.PREFIX + "priority", chance(70) ? "0" : "100")));
    }

    private String eni(char zone, String holder) {
        String id = "eni-%017x".formatted(0x100 + loose.size());
        loose.add(new Loose(id, zone, holder, holder.isEmpty() ? 0 : 12 + loose.size()));
        return id;
    }

    private void tagged(int at, Group group, String eni) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(Scene.GROUP, group.name());
        if (chance(60)) {
            tags.putAll(TAG_CHANGES.get(random.nextInt(TAG_CHANGES.size())));
        }
        injections.add(new Tagged(at, eni, tags));
    }

    private String another(Group group) {
        String active = drawn.enisOf(group.name()).getFirst().holder();
        return drawn.hosts().stream()
                .filter(host -> host.zone() == 'a' && !host.id().equals(active))
                .map(Host::id)
                .findFirst()
                .orElse("");
    }

    /// The ENI of another group, or one whose group nobody has.
    private void mistyped(int at, Group group) {
        List<Card> others = drawn.enis().stream()
                .filter(card -> !card.group().equals(group.name()))
                .toList();
        String id =
                others.isEmpty() ? eni('a', another(group)) : others.getFirst().id();
        String name = others.isEmpty() && chance(50) ? group.name() + "2" : group.name();
        injections.add(new Tagged(at, id, Map.of(Scene.GROUP, name)));
    }
}
