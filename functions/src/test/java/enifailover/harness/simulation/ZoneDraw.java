package enifailover.harness.simulation;

import enifailover.event.Cause;
import enifailover.harness.simulation.Injection.Ailment;
import enifailover.harness.simulation.Injection.Blow;
import enifailover.harness.simulation.Injection.Fault;
import enifailover.harness.simulation.Injection.Lasts;
import enifailover.harness.simulation.Injection.Strike;
import enifailover.harness.simulation.Injection.Trouble;
import enifailover.harness.simulation.Injection.Wake;
import enifailover.harness.simulation.Scene.Card;
import enifailover.harness.simulation.Scene.Group;
import enifailover.harness.simulation.Scene.Host;
import enifailover.port.AutomationSwitch.Limit;
import enifailover.testkit.region.ec2.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A schedule of its own in which a whole zone goes wrong: the actives of six to eight groups turn impaired or stop at
/// about one moment, and in a third of them EC2 attaches nothing to any standby.
final class ZoneDraw extends Drawing {
    private static final int PERCENT = 2;
    private static final String[] REFUSALS = {"UnsupportedOperation", "OperationNotPermitted", "UnauthorizedOperation"};
    private static final String[] CALLS = {"dynamodb:*", "dynamodb:UpdateItem", "ec2:StopInstances", "ec2:Describe*"};
    private static final Fault[] FAULTS = {Fault.DENIED, Fault.LOST_ANSWER, Fault.THROTTLED, Fault.STALE};

    private final long seed;
    private final int groups;
    private final boolean impaired;
    /// All fence, and the role may not.
    private final boolean fenceless;

    private ZoneDraw(long seed, SplittableRandom random) {
        super(random);
        this.seed = seed;
        this.groups = 6 + random.nextInt(3);
        this.impaired = chance(65);
        this.fenceless = chance(15);
    }

    /// @return empty for most seeds
    static Optional<Schedule> of(long seed, SplittableRandom random) {
        return random.nextInt(100) < PERCENT ? Optional.of(new ZoneDraw(seed, random).schedule()) : Optional.empty();
    }

    private Schedule schedule() {
        Scene scene = scene();
        int begins = 5_000 + random.nextInt(15_000);
        boolean recovers = chance(60);
        for (int g = 0; g < groups; g++) {
            fails(scene.hosts().get(g).id(), begins + random.nextInt(3_000), recovers);
        }
        if (chance(35)) {
            String code = REFUSALS[random.nextInt(REFUSALS.length)];
            scene.hosts().stream()
                    .skip(groups)
                    .forEach(host -> injections.add(new Lasts(0, Ailment.REFUSES_ATTACH, host.id(), code)));
        }
        if (fenceless) {
            injections.add(new Trouble(0, Schedule.QUIET, "ec2:StopInstances", Fault.DENIED, 100));
        } else if (chance(40)) {
            int at = random.nextInt(90_000);
            injections.add(new Trouble(
                    at,
                    Math.min(Schedule.QUIET, at + 20_000 + random.nextInt(60_000)),
                    CALLS[random.nextInt(CALLS.length)],
                    FAULTS[random.nextInt(FAULTS.length)],
                    chance(50) ? 100 : 30));
        }
        injections.sort(Comparator.comparingInt(Injection::at));
        return new Schedule(seed, scene, List.copyOf(injections));
    }

    private void fails(String host, int at, boolean recovers) {
        boolean stops = impaired ? chance(15) : chance(85);
        injections.add(new Strike(at, stops ? Blow.STOP : Blow.IMPAIRED, host));
        if (recovers && !stops) {
            injections.add(new Strike(100_000 + random.nextInt(45_000), Blow.WELL, host));
        }
        if (chance(60)) {
            Cause cause = stops ? Cause.STATE_CHANGE : Cause.STATUS_CHECK;
            int later = stops ? random.nextInt(3_000) : 40_000 + random.nextInt(40_000);
            injections.add(new Wake(at + later, injections.size(), cause, host, 0));
        }
    }

    private Scene scene() {
        List<Group> named = IntStream.range(0, groups)
                .mapToObj(g -> new Group("group-" + g, tags()))
                .toList();
        Set<String> all = new LinkedHashSet<>();
        named.forEach(group -> all.add(group.name()));
        List<Host> hosts = new ArrayList<>();
        List<Card> enis = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            hosts.add(host(hosts.size(), Set.of(named.get(g).name())));
            enis.add(new Card(
                    "eni-%017x".formatted(16 * (g + 1)),
                    named.get(g).name(),
                    hosts.get(g).id(),
                    1 + g,
                    false,
                    Optional.empty()));
        }
        for (int standby = 2 + random.nextInt(2); standby > 0; standby--) {
            hosts.add(host(hosts.size(), Set.copyOf(all)));
        }
        Optional<Limit> limit = chance(25) ? Optional.of(new Limit(2, Duration.ofMinutes(2))) : Optional.empty();
        return new Scene(named, List.copyOf(hosts), List.copyOf(enis), 1, false, limit, Duration.ZERO);
    }

    private static Host host(int number, Set<String> of) {
        return new Host("i-%017x".formatted(10 + number), "c5n.18xlarge", 'a', State.RUNNING, of, 100, Set.of());
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        if (fenceless || chance(25)) {
            tags.put(Scene.PREFIX + "fence", "stop");
        }
        if (chance(50)) {
            tags.put(Scene.PREFIX + "cooldown", "0");
        }
        return tags;
    }
}
