package enifailover.harness.simulation;

import enifailover.harness.simulation.Injection.Act;
import enifailover.harness.simulation.Injection.Blow;
import enifailover.harness.simulation.Injection.Deed;
import enifailover.harness.simulation.Injection.Strike;
import enifailover.harness.simulation.Scene.Card;
import enifailover.harness.simulation.Scene.Group;
import enifailover.harness.simulation.Scene.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Adds to a schedule what the first drawing does not know: guests that want a reboot, ENIs that are wanted at
/// another index, people who tag. Two thirds of the schedules are left as they were.
final class More extends Drawing {
    private static final Act[] DEEDS = {Act.TAGS_MEMBER, Act.TAGS_ENI, Act.PREFERS};

    private final Scene scene;

    More(SplittableRandom random, Scene drawn) {
        super(random);
        boolean reboots = chance(15);
        boolean parsedPolicy = chance(8);
        List<Group> groups = reboots ? rebooting(drawn) : drawn.groups();
        List<Card> enis = parsedPolicy ? wishing(drawn.enis()) : drawn.enis();
        this.scene = new Scene(groups, drawn.hosts(), enis, drawn.pace(), drawn.fresh(), drawn.limit(), drawn.skew());
        for (int i = chance(18) ? 1 + random.nextInt(2) : 0; i > 0; i--) {
            deed();
        }
    }

    Scene scene() {
        return scene;
    }

    /// The first group's tag, and guests that do not show an interface, for good or until they boot.
    private List<Group> rebooting(Scene drawn) {
        List<Group> groups = new ArrayList<>(drawn.groups());
        Map<String, String> tags = new LinkedHashMap<>(groups.getFirst().tags());
        tags.put(Scene.PREFIX + "no-show", "reboot");
        groups.set(0, new Group(groups.getFirst().name(), tags));
        for (Host host : drawn.hosts()) {
            if (chance(60)) {
                Blow blow = chance(75) ? Blow.DEVICE_AFTER_REBOOT : Blow.NO_DEVICE;
                injections.add(new Strike(random.nextInt(5_000), blow, host.id()));
            }
        }
        return List.copyOf(groups);
    }

    private List<Card> wishing(List<Card> drawn) {
        List<Card> cards = new ArrayList<>(drawn);
        int which = random.nextInt(cards.size());
        Card card = cards.get(which);
        int index = chance(30) ? card.index() : 9 + random.nextInt(3);
        cards.set(
                which, new Card(card.id(), card.group(), card.holder(), card.index(), card.dies(), Optional.of(index)));
        return List.copyOf(cards);
    }

    private void deed() {
        Host host = scene.hosts().get(random.nextInt(scene.hosts().size()));
        Group group = scene.groups().get(random.nextInt(scene.groups().size()));
        Act act = DEEDS[random.nextInt(DEEDS.length)];
        injections.add(new Deed(random.nextInt(Mischief.LATEST), act, group.name(), host.id()));
    }
}
