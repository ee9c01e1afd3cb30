package enifailover.harness.simulation;

import enifailover.assess.AutomaticLimit;
import enifailover.model.InstanceId;
import enifailover.port.AutomationSwitch.Limit;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.ec2.State;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.RegionTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a schedule begins with.
///
/// @param groups the failover groups
/// @param hosts the instances, members all
/// @param enis the groups' ENIs
/// @param pace how slow AWS is, 1 for the usual times
/// @param fresh the program was deployed just now, and the table is empty
/// @param limit of automatic failovers in a window, where the deployment sets one
/// @param skew how far the functions' clocks may be off, either way
/// @param extras what it has besides
public record Scene(
        List<Group> groups,
        List<Host> hosts,
        List<Card> enis,
        double pace,
        boolean fresh,
        Optional<Limit> limit,
        Duration skew,
        Extras extras) {
    /// With nothing unusual.
    public Scene(
            List<Group> groups,
            List<Host> hosts,
            List<Card> enis,
            double pace,
            boolean fresh,
            Optional<Limit> limit,
            Duration skew) {
        this(groups, hosts, enis, pace, fresh, limit, skew, Extras.NONE);
    }

    /// What every tag of the program begins with.
    public static final String PREFIX = "eni-failover:";

    static final String GROUP = PREFIX + "group";
    /// By it the simulation knows what runs on an instance.
    private static final String PLATFORM = "platform";

    /// Auto Scaling's own tag on each instance of a group.
    static final String SCALED = "aws:autoscaling:groupName";

    static final String DOCUMENT = "routing";
    /// As the template has it.
    private static final Duration SCRIPT_TIME = Duration.ofMinutes(3);

    private static final String SUBNET = "subnet-0000000000000000";

    /// A group.
    ///
    /// @param name its name
    /// @param tags what its ENIs carry besides the name
    public record Group(String name, Map<String, String> tags) {}

    /// A member.
    ///
    /// @param id the instance
    /// @param type its type
    /// @param zone `a` or `b`
    /// @param state running or stopped
    /// @param groups of which it is a member
    /// @param priority its priority
    /// @param taken the device indexes that other interfaces have
    public record Host(
            String id, String type, char zone, State state, Set<String> groups, int priority, Set<Integer> taken) {}

    /// An ENI.
    ///
    /// @param id the ENI
    /// @param group its group
    /// @param holder where it is at first
    /// @param index at which device index
    /// @param dies DeleteOnTermination is true
    /// @param wish the device index that its tag asks for
    public record Card(String id, String group, String holder, int index, boolean dies, Optional<Integer> wish) {
        int home() {
            return wish.orElse(index);
        }
    }

    Region build(RegionTime time) {
        RegionBuilder region = Region.builder(time)
                .latencies(Latencies.DEFAULT
                        .checking(Latencies.DEFAULT.agentOnline())
                        .times(pace))
                .subnet(SUBNET + 'a', "eu-west-1a", "10.0.1.0/24")
                .subnet(SUBNET + 'b', "eu-west-1b", "10.0.2.0/24")
                .document(new Document(DOCUMENT, null, SCRIPT_TIME, ""));
        int others = 0;
        for (Host host : hosts) {
            region.instance(host.id(), one -> {
                // EC2 warns of Spot instances alone; one of a persistent request is stopped and started like any other.
                one.persistentSpot()
                        .type(host.type())
                        .subnet(SUBNET + host.zone())
                        .state(host.state());
                if (!host.groups().isEmpty()) {
                    one.tag(GROUP, String.join(" ", new TreeSet<>(host.groups())))
                            .tag(PREFIX + "priority", Integer.toString(host.priority()));
                }
                if (extras.windows().contains(host.id())) {
                    one.tag(PLATFORM, "Windows");
                }
                if (extras.unmanaged().contains(host.id())) {
                    one.unmanaged();
                }
            });
            for (int index : host.taken()) {
                others++;
                region.eni("eni-%017x".formatted(0xfff0 + others), eni -> eni.subnet(SUBNET + host.zone())
                        .on(host.id(), index));
            }
        }
        enis.forEach(card -> region.eni(card.id(), eni -> {
            eni.subnet(SUBNET + 'a').tag(GROUP, card.group()).on(card.holder(), card.index());
            group(card.group()).tags().forEach(eni::tag);
            if (card.dies()) {
                eni.deleteOnTermination();
            }
            card.wish().ifPresent(index -> eni.tag(PREFIX + "device-index", Integer.toString(index)));
        }));
        extras.loose()
                .forEach(loose -> region.eni(loose.id(), eni -> {
                    eni.subnet(SUBNET + loose.zone());
                    if (!loose.holder().isEmpty()) {
                        eni.on(loose.holder(), loose.index());
                    }
                }));
        Region built = region.build();
        built.hosts().looksEvery(Duration.ofMillis(500));
        enis.forEach(card -> built.hosts()
                .alreadyRoutes(
                        card.holder(),
                        "eni=" + card.id() + ",mac=" + built.eni(card.id()).mac()));
        return built;
    }

    /// The same with other hosts.
    Scene with(List<Host> others, Extras more) {
        return new Scene(groups, others, enis, pace, fresh, limit, skew, more);
    }

    /// The same with other tags.
    Scene with(List<Group> tagged, Extras more, Duration clocks) {
        return new Scene(List.copyOf(tagged), hosts, enis, pace, fresh, limit, clocks, more);
    }

    /// The default where the deployment sets none.
    AutomaticLimit automaticLimit() {
        return limit.<AutomaticLimit>map(most -> new AutomaticLimit.Of(most.most(), most.window()))
                .orElseGet(AutomaticLimit.ByDefault::new);
    }

    /// What runs on an instance.
    static String platform(Map<String, String> tags) {
        return tags.getOrDefault(PLATFORM, "Linux");
    }

    /// The members of a group at first.
    Set<InstanceId> members(String group) {
        return hosts.stream()
                .filter(host -> host.groups().contains(group))
                .map(host -> new InstanceId(host.id()))
                .collect(Collectors.toSet());
    }

    Group group(String name) {
        return groups.stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Host host(String id) {
        return hosts.stream().filter(host -> host.id().equals(id)).findFirst().orElseThrow();
    }

    List<Card> enisOf(String group) {
        return enis.stream().filter(card -> card.group().equals(group)).toList();
    }

    /// For a reader of a history.
    List<String> message() {
        List<String> lines = new java.util.ArrayList<>();
        groups.forEach(group -> lines.add("group " + group.name() + ' ' + group.tags()));
        hosts.forEach(host -> lines.add("%s %s, zone %c, %s, member of %s, priority %d%s"
                .formatted(
                        host.id(),
                        host.type(),
                        host.zone(),
                        host.state().word(),
                        new TreeSet<>(host.groups()),
                        host.priority(),
                        host.taken().isEmpty() ? "" : ", indexes taken: " + host.taken())));
        enis.forEach(card -> lines.add("%s of %s on %s at index %d%s%s"
                .formatted(
                        card.id(),
                        card.group(),
                        card.holder(),
                        card.index(),
                        card.dies() ? ", DeleteOnTermination" : "",
                        card.wish().map(index -> ", wanted at " + index).orElse(""))));
        extras.loose()
                .forEach(loose -> lines.add("%s in zone %c, %s, without a tag"
                        .formatted(
                                loose.id(),
                                loose.zone(),
                                loose.holder().isEmpty()
                                        ? "free"
                                        : "on " + loose.holder() + " at index " + loose.index())));
        if (!extras.windows().isEmpty() || !extras.unmanaged().isEmpty()) {
            lines.add("Windows: " + extras.windows() + ", without an agent: " + extras.unmanaged());
        }
        limit.ifPresent(most -> lines.add("at most " + most.most() + " automatic failovers in " + most.window()));
        lines.add("times x %.2f%s, clocks off by up to %d ms"
                .formatted(pace, fresh ? ", the table is empty" : "", skew.toMillis()));
        return lines;
    }
}
