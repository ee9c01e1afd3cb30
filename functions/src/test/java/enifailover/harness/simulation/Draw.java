package enifailover.harness.simulation;

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

/// Draws a schedule from a seed: the scene here, what happens by [Mischief].
final class Draw {
    private static final double[] PACES = {0.5, 1, 1, 1, 2, 4};
    /// Far from any seed that is played.
    private static final long LASTING = 1L << 40;

    private static final long NEWCOMERS = 1L << 41;
    private static final long READS = 1L << 42;
    private static final long REFUSALS = 1L << 43;
    private static final long SHARED = 1L << 44;
    private static final long ZONE = 1L << 45;
    private static final long SCALING = 1L << 46;
    private static final long FENCE = 1L << 47;

    private final long seed;
    private final SplittableRandom random;

    Draw(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(mixed(seed));
    }

    /// By a multiplication of its own (a multiplier of Steele and Vigna, "Computationally easy, spectrally good
    /// multipliers"): with the generator's, one seed would draw what the next one draws, a number later.
    private static long mixed(long seed) {
        long spread = seed * 0xD1342543DE82EF95L;
        return (spread ^ (spread >>> 32)) * 0xAF251AF3B0F025B5L;
    }

    Schedule schedule() {
        return ZoneDraw.of(seed, new SplittableRandom(mixed(seed + ZONE))).orElseGet(this::usual);
    }

    private Schedule usual() {
        Scene scene = scene();
        List<Injection> injections = new ArrayList<>(new Mischief(random, scene).all());
        // What was thought of later is drawn apart: a seed goes on meaning at least what it meant.
        More more = new More(new SplittableRandom(mixed(~seed)), scene);
        injections.addAll(more.injections());
        LastingDraw lasting = new LastingDraw(new SplittableRandom(mixed(seed + LASTING)), more.scene());
        injections.addAll(lasting.injections());
        NewcomerDraw newcomers = new NewcomerDraw(new SplittableRandom(mixed(seed + NEWCOMERS)), lasting.scene());
        injections.addAll(newcomers.injections());
        SplittableRandom reads = new SplittableRandom(mixed(seed + READS));
        injections.addAll(new ReadDraw(reads, newcomers.scene(), injections).injections());
        injections.addAll(
                new RefusalDraw(new SplittableRandom(mixed(seed + REFUSALS)), newcomers.scene()).injections());
        SharedDraw shared = new SharedDraw(new SplittableRandom(mixed(seed + SHARED)), newcomers.scene());
        injections.addAll(shared.injections());
        injections.addAll(new ScalingDraw(new SplittableRandom(mixed(seed + SCALING)), newcomers.scene()).injections());
        FenceDraw fence = new FenceDraw(new SplittableRandom(mixed(seed + FENCE)), shared.scene());
        injections.addAll(fence.injections());
        injections.sort(Comparator.comparingInt(Injection::at));
        return new Schedule(seed, fence.scene(), List.copyOf(injections));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private Scene scene() {
        int groups = chance(25) ? 2 : 1;
        List<Group> named = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            named.add(new Group(g == 0 ? "sip" : "db", tags()));
        }
        List<Host> hosts = hosts(groups, named);
        List<Card> enis = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            int many = chance(55) ? 1 : 2 + random.nextInt(3);
            String holder = hosts.get(g).id();
            boolean dies = chance(10);
            for (int i = 0; i < many; i++) {
                String id = "eni-%017x".formatted(16 * (g + 1) + i);
                enis.add(new Card(
                        id, named.get(g).name(), holder, 1 + i + (g == 1 ? 4 : 0), dies && i == 0, Optional.empty()));
            }
        }
        Duration skew = Duration.ofMillis(chance(30) ? 900 : 0);
        Optional<Limit> limit = chance(8) ? Optional.of(new Limit(1, Duration.ofMinutes(2))) : Optional.empty();
        return new Scene(
                List.copyOf(named),
                hosts,
                List.copyOf(enis),
                PACES[random.nextInt(PACES.length)],
                chance(6),
                limit,
                skew);
    }

    /// The actives of all groups first, then the standbys.
    private List<Host> hosts(int groups, List<Group> named) {
        int many = groups + 1 + random.nextInt(3);
        List<Host> hosts = new ArrayList<>();
        for (int h = 0; h < many; h++) {
            Set<String> of = new LinkedHashSet<>();
            for (int g = 0; g < groups; g++) {
                if (h == g || (h >= groups && (groups == 1 || chance(75)))) {
                    of.add(named.get(g).name());
                }
            }
            boolean active = h < groups;
            boolean small = !active && chance(8);
            boolean cold = !active && chance(12);
            Set<Integer> taken = !active && chance(10) ? Set.of(1 + random.nextInt(3)) : Set.of();
            hosts.add(new Host(
                    "i-%017x".formatted(10 + h),
                    small ? "m5.large" : "c5n.18xlarge",
                    !active && chance(6) ? 'b' : 'a',
                    cold ? State.STOPPED : State.RUNNING,
                    of,
                    chance(30) ? random.nextInt(3) * 50 : 100,
                    taken));
        }
        return List.copyOf(hosts);
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        put(tags, 15, "fence", "stop");
        put(tags, 20, "cold-standby", "start");
        put(tags, 45, "cooldown", random.nextBoolean() ? "0" : "60");
        put(tags, 20, "detach", random.nextBoolean() ? "0" : "30");
        put(tags, 8, "planned", "report");
        put(tags, 4, "paused", random.nextBoolean() ? "true" : "2026-11-23T12:01:30Z");
        put(tags, 10, "probe", "tcp:443");
        put(tags, 15, "failback", random.nextBoolean() ? "auto:20" : "auto:60");
        return tags;
    }

    private void put(Map<String, String> tags, int percent, String name, String value) {
        if (chance(percent)) {
            tags.put(Scene.PREFIX + name, value);
        }
    }
}
