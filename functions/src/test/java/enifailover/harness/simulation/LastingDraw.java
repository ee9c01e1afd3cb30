package enifailover.harness.simulation;

import enifailover.harness.simulation.Injection.Ailment;
import enifailover.harness.simulation.Injection.Lasts;
import enifailover.harness.simulation.Scene.Group;
import enifailover.harness.simulation.Scene.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// Adds to a schedule what nobody mends, and groups whose guests route by themselves. Most schedules are left as they
/// were.
final class LastingDraw extends Drawing {
    /// What EC2 may say of an attach that it refuses for good.
    private static final String[] REFUSALS = {
        "UnsupportedOperation",
        "OperationNotPermitted",
        "InvalidParameterValue",
        "InvalidParameterCombination",
        "InvalidInterface.IpAddressLimitExceeded",
        "PrivateIpAddressLimitExceeded",
        "ResourceLimitExceeded",
        "UnauthorizedOperation"
    };

    private Scene scene;

    LastingDraw(SplittableRandom random, Scene drawn) {
        super(random);
        this.scene = drawn;
        if (chance(8)) {
            routesItself();
        }
        if (chance(24)) {
            lasting();
        }
    }

    Scene scene() {
        return scene;
    }

    /// A firewall or Windows, with an agent or without.
    private void routesItself() {
        boolean windows = chance(30);
        List<Group> groups = new ArrayList<>(scene.groups());
        Map<String, String> tags = new LinkedHashMap<>(groups.getFirst().tags());
        tags.put(Scene.PREFIX + "routing", "none");
        groups.set(0, new Group(groups.getFirst().name(), tags));
        Set<String> members = scene.hosts().stream()
                .filter(host -> host.groups().equals(Set.of(groups.getFirst().name())))
                .map(Host::id)
                .collect(Collectors.toSet());
        scene = scene.with(
                groups,
                new Extras(scene.extras().loose(), windows ? members : Set.of(), chance(60) ? members : Set.of()),
                scene.skew());
    }

    private void lasting() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> refuses(anyStandby());
            case 4 -> scene.hosts().stream().skip(1).map(Host::id).forEach(this::refuses);
            case 5 -> lasts(Ailment.DELIVERS_NOTHING, anyStandby());
            case 6 -> everywhere(Ailment.DELIVERS_NOTHING);
            case 7 -> lasts(Ailment.CANNOT_RUN, anyStandby());
            case 8 -> everywhere(Ailment.CANNOT_RUN);
            case 9 -> lasts(Ailment.AGENT_LOST, anyStandby());
            case 10 -> everywhere(Ailment.AGENT_LOST);
            case 11 -> lasts(Ailment.NO_STATUS, "");
            default -> throw new IllegalStateException();
        }
    }

    private String anyStandby() {
        int many = scene.hosts().size();
        return scene.hosts()
                .get(Math.min(many - 1, 1 + random.nextInt(many - 1)))
                .id();
    }

    private void refuses(String host) {
        injections.add(new Lasts(at(), Ailment.REFUSES_ATTACH, host, REFUSALS[random.nextInt(REFUSALS.length)]));
    }

    private void everywhere(Ailment what) {
        scene.hosts().forEach(host -> lasts(what, host.id()));
    }

    private void lasts(Ailment what, String host) {
        injections.add(new Lasts(at(), what, host, ""));
    }

    private int at() {
        return chance(70) ? 0 : random.nextInt(Mischief.LATEST);
    }
}
