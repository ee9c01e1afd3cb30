package enifailover.testkit.region.ec2;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How many interfaces an instance type takes. Source: D, EC2 User Guide, "Maximum IP addresses per network interface".
///
/// @param name such as `m5.large`
/// @param interfacesPerCard the most interfaces of each network card
/// @param ipv4 the most IPv4 addresses of one interface
/// @param ipv6 the most IPv6 addresses of one interface
/// @param recovers whether EC2 can recover such an instance by itself
public record InstanceType(String name, List<Integer> interfacesPerCard, int ipv4, int ipv6, boolean recovers) {
    /// D: EC2 User Guide, "Elastic Fabric Adapter", supported instance types.
    private static final Set<String> EFA = Set.of("c5n.18xlarge", "p4d.24xlarge");

    private static final Map<String, InstanceType> KNOWN = known();

    /// The type of that name, or null where the region knows none.
    public static @Nullable InstanceType named(String name) {
        return KNOWN.get(name);
    }

    /// All that the region knows.
    public static List<InstanceType> all() {
        return List.copyOf(KNOWN.values());
    }

    /// Whether it takes Elastic Fabric Adapters.
    public boolean efa() {
        return EFA.contains(name);
    }

    /// The most interfaces, of all cards together.
    public int interfaces() {
        return interfacesPerCard.stream().mapToInt(Integer::intValue).sum();
    }

    private static Map<String, InstanceType> known() {
        return Map.ofEntries(
                one("t3.nano", 2, 2),
                one("t3.micro", 2, 2),
                one("t3.small", 3, 4),
                one("t3.medium", 3, 6),
                one("t3.large", 3, 12),
                one("t4g.micro", 2, 2),
                one("t4g.small", 3, 4),
                one("m5.large", 3, 10),
                one("m5.xlarge", 4, 15),
                one("m6i.large", 3, 10),
                one("c5.large", 3, 10),
                one("c5.xlarge", 4, 15),
                one("c5.2xlarge", 4, 15),
                one("c5.4xlarge", 8, 30),
                one("c5n.18xlarge", 15, 50),
                one("r5.large", 3, 10),
                Map.entry("p4d.24xlarge", new InstanceType("p4d.24xlarge", List.of(15, 15, 15, 15), 50, 50, false)));
    }

    private static Map.Entry<String, InstanceType> one(String name, int interfaces, int addresses) {
        return Map.entry(name, new InstanceType(name, List.of(interfaces), addresses, addresses, true));
    }
}
