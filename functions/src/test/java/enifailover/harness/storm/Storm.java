package enifailover.harness.storm;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One storm: the actives of all groups stop at one moment, and EventBridge wakes a function for each.
final class Storm {
    static final String DOCUMENT = "eni-failover-routing";
    private static final int PER_SUBNET = 200;
    /// What has not happened by then never does: the last retry is long over.
    private static final Duration SETTLES = Duration.ofMinutes(10);

    private static final Duration SWEEPS = Duration.ofMinutes(1);

    /// How an actor looks after one event.
    interface Actor {
        /// @param group whose active has stopped
        /// @return whether Lambda is content: nothing is to be delivered again
        boolean handle(int group);

        /// The scheduled look, where it has one.
        boolean sweep();
    }

    private final int groups;
    private final boolean pool;
    private final Weather weather;
    private final long seed;
    final VirtualTime time;
    final Region region;
    final Lambda lambda;
    final Map<String, Integer> verdicts = new TreeMap<>();
    private final Map<Integer, Instant> attached = new HashMap<>();
    private final Map<Integer, String> attachments = new HashMap<>();
    private boolean over;

    /// @param pool every standby is a member of all groups: 100 groups at most, for a tag's value has 256 characters
    Storm(int groups, boolean pool, Weather weather, long seed, VirtualTime time) {
        this.groups = groups;
        this.pool = pool;
        this.weather = weather;
        this.seed = seed;
        this.time = time;
        this.region = scene(groups, pool, time);
        this.lambda = new Lambda(time);
    }

    static String active(int group) {
        return "i-0a%015x".formatted(group);
    }

    static String standby(int group) {
        return "i-0b%015x".formatted(group);
    }

    static String eni(int group) {
        return "eni-0%016x".formatted(group);
    }

    Weather weather() {
        return weather;
    }

    private static Region scene(int groups, boolean pool, VirtualTime time) {
        RegionBuilder scene = Region.builder(time).document(Document.unchecked(DOCUMENT));
        for (int subnet = 0; subnet * PER_SUBNET < groups; subnet++) {
            scene.subnet("subnet-%017x".formatted(subnet), "eu-west-1a", "10.0." + 4 * subnet + ".0/22");
        }
        for (int i = 0; i < groups; i++) {
            int group = i;
            String subnet = "subnet-%017x".formatted(i / PER_SUBNET);
            String name = pool ? shortName(i) : "group-%04d".formatted(i);
            String ofStandby = pool
                    ? IntStream.range(0, groups).mapToObj(Storm::shortName).collect(Collectors.joining(" "))
                    : name;
            scene.instance(active(i), one -> one.subnet(subnet).tag("eni-failover:group", name));
            scene.instance(standby(i), one -> one.subnet(subnet).tag("eni-failover:group", ofStandby));
            scene.eni(eni(i), one -> one.subnet(subnet)
                    .address("10.0.%d.%d".formatted(4 * (group / PER_SUBNET) + 2, 20 + group % PER_SUBNET))
                    .tag("eni-failover:group", name)
                    .on(active(group), 1));
        }
        return scene.build();
    }

    private static String shortName(int group) {
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        String last = String.valueOf(digits.charAt(group % digits.length()));
        return group < digits.length() ? last : digits.charAt(group / digits.length()) + last;
    }

    /// Fails all, wakes an actor for each at once, and watches until all is at rest.
    Result play(Actor actor) {
        region.strike(world -> IntStream.range(0, groups).forEach(i -> world.stop(active(i), true, "a power failure")));
        time.sleep(Duration.ofSeconds(30));
        IntStream.range(0, groups).forEach(i -> attachments.put(i, attachment(i)));
        var _ = region.faults().requestLimits();
        region.forgetCalls();
        Instant began = time.now();
        weather.rises(region, time, seed, () -> !over);
        for (int i = 0; i < groups; i++) {
            int group = i;
            for (int event = 0; event < weather.events(); event++) {
                String name = "invocation-" + i + "-" + event;
                // EventBridge does not deliver a thousand events in one instant, nor two of one failure together.
                int late = Math.floorMod(active(i).hashCode(), 500) + 700 * event;
                time.at(began.plusMillis(late), () -> lambda.invoke(name, () -> actor.handle(group)));
            }
        }
        time.sleep(Duration.ofSeconds(2));
        sweeps(actor, began);
        while (!rests() && Duration.between(began, time.now()).compareTo(SETTLES) < 0) {
            time.sleep(Duration.ofMillis(20));
            watch();
        }
        over = true;
        return Result.of(this, groups, began, attached, attachments);
    }

    /// The first 40 s after the failure, then each minute.
    private void sweeps(Actor actor, Instant began) {
        for (int sweep = 1; sweep <= SETTLES.dividedBy(SWEEPS); sweep++) {
            String name = "sweep-" + sweep;
            time.at(began.plus(SWEEPS.multipliedBy(sweep)).minusSeconds(20), () -> {
                if (!over) {
                    lambda.invoke(name, actor::sweep);
                }
            });
        }
    }

    private boolean rests() {
        return lambda.working() == 0 && attached.size() == groups && routed() == groups;
    }

    int routed() {
        return (int) IntStream.range(0, groups)
                .filter(i ->
                        standbys(i).anyMatch(one -> region.hosts().routed(one).containsKey(eni(i))))
                .count();
    }

    private Stream<String> standbys(int group) {
        return pool ? IntStream.range(0, groups).mapToObj(Storm::standby) : Stream.of(standby(group));
    }

    private String attachment(int group) {
        var now = region.eni(eni(group)).attachment();
        return now == null ? "" : now.id();
    }

    private void watch() {
        for (int i = 0; i < groups; i++) {
            String place = region.whereIs(eni(i));
            if (!attached.containsKey(i) && standbys(i).anyMatch(one -> place.equals(one + " 1/0 attached"))) {
                attached.put(i, time.now());
            }
        }
    }
}
