package enifailover.storm;

import enifailover.region.Region;
import enifailover.region.RegionBuilder;
import enifailover.region.call.Call;
import enifailover.region.ssm.Document;
import enifailover.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// One storm: the actives of all groups stop at one moment, and EventBridge wakes a function for each.
final class Storm {
    static final String DOCUMENT = "eni-failover-routing";
    private static final int PER_SUBNET = 200;
    private static final Duration SETTLES = Duration.ofMinutes(10);

    /// How an actor looks after one event.
    interface Actor {
        /// @param instance the active that has stopped
        /// @return whether Lambda is content: nothing is to be delivered again
        boolean handle(String instance);
    }

    /// What became of it.
    ///
    /// @param groups how many failed
    /// @param done when each group's ENI was attached to its standby, since the failure; absent where it never was
    /// @param routed how many of them the guest routes
    /// @param calls how many requests of each action, those refused for their number apart as `action (throttled)`
    /// @param longest the longest invocation
    /// @param verdicts how the invocations ended
    record Result(
            int groups,
            List<Duration> done,
            int routed,
            Map<String, Integer> calls,
            Duration longest,
            Map<String, Integer> verdicts) {}

    private final int groups;
    private final VirtualTime time;
    final Region region;
    private final Map<String, Instant> attached = new HashMap<>();
    private final List<Duration> invocations = new ArrayList<>();
    final Map<String, Integer> verdicts = new TreeMap<>();

    Storm(int groups, VirtualTime time) {
        this.groups = groups;
        this.time = time;
        this.region = scene(groups, time);
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

    private static Region scene(int groups, VirtualTime time) {
        RegionBuilder scene = Region.builder(time).document(Document.unchecked(DOCUMENT));
        for (int subnet = 0; subnet * PER_SUBNET < groups; subnet++) {
            scene.subnet("subnet-%017x".formatted(subnet), "eu-west-1a", "10.0." + 4 * subnet + ".0/22");
        }
        for (int i = 0; i < groups; i++) {
            int group = i;
            String subnet = "subnet-%017x".formatted(i / PER_SUBNET);
            String name = "group-%04d".formatted(i);
            for (String instance : List.of(active(i), standby(i))) {
                scene.instance(instance, one -> one.subnet(subnet).tag("eni-failover:group", name));
            }
            scene.eni(eni(i), one -> one.subnet(subnet)
                    .address("10.0.%d.%d".formatted(4 * (group / PER_SUBNET) + 2, 20 + group % PER_SUBNET))
                    .tag("eni-failover:group", name)
                    .on(active(group), 1));
        }
        return scene.build();
    }

    /// Fails all, wakes an actor for each at once, and watches until all is at rest.
    Result play(Actor actor, Consumer<Storm> beside) {
        region.strike(world -> IntStream.range(0, groups).forEach(i -> world.stop(active(i), true, "a power failure")));
        time.sleep(Duration.ofSeconds(30));
        var _ = region.faults().requestLimits();
        region.forgetCalls();
        Instant began = time.now();
        int[] working = {groups};
        for (int i = 0; i < groups; i++) {
            String instance = active(i);
            var _ = time.spawn("invocation-" + i, () -> {
                // EventBridge does not deliver a thousand events in one instant.
                time.sleep(Duration.ofMillis(Math.floorMod(instance.hashCode(), 500)));
                invoke(actor, instance, 0);
                working[0]--;
            });
        }
        beside.accept(this);
        while (working[0] > 0 || attached.size() < groups) {
            time.sleep(Duration.ofMillis(250));
            watch();
            if (Duration.between(began, time.now()).compareTo(SETTLES) > 0) {
                break;
            }
        }
        return result(began);
    }

    /// As Lambda does with an event: twice more, after a minute and after two.
    private void invoke(Actor actor, String instance, int tries) {
        Instant begun = time.now();
        boolean content = actor.handle(instance);
        invocations.add(Duration.between(begun, time.now()));
        if (!content && tries < 2) {
            time.sleep(Duration.ofMinutes(tries + 1));
            invoke(actor, instance, tries + 1);
        }
    }

    private void watch() {
        for (int i = 0; i < groups; i++) {
            String eni = eni(i);
            if (!attached.containsKey(eni) && region.whereIs(eni).equals(standby(i) + " 1/0 attached")) {
                attached.put(eni, time.now());
            }
        }
    }

    private Result result(Instant began) {
        List<Duration> done = attached.values().stream()
                .map(at -> Duration.between(began, at))
                .sorted()
                .toList();
        int routed = (int) IntStream.range(0, groups)
                .filter(i -> region.hosts().routed(standby(i)).containsKey(eni(i)))
                .count();
        Map<String, Integer> calls = new TreeMap<>();
        for (Call call : region.calls()) {
            boolean throttled =
                    call.code().equals("RequestLimitExceeded") || call.code().startsWith("Throttling");
            calls.merge(call.permission() + (throttled ? " (throttled)" : ""), 1, Integer::sum);
        }
        Duration longest = invocations.stream().max(Duration::compareTo).orElse(Duration.ZERO);
        return new Result(groups, done, routed, calls, longest, verdicts);
    }
}
