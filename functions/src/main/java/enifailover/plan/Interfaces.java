package enifailover.plan;

import enifailover.group.Addresses;
import enifailover.group.Eni;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The routing document's parameter `Interfaces`: one word an ENI, of comma-joined `key=value`, lists joined by `+`.
/// It contains no character that a shell gives a meaning to, and the document's pattern refuses any.
public final class Interfaces {
    private Interfaces() {}

    /// @param enis the ENIs the guest has to configure
    /// @return such as `eni=eni-0a,mac=02:00:00:00:02:32,ip4=10.0.2.50+10.0.2.51,net4=10.0.2.0/24`
    public static String of(List<Eni> enis) {
        return enis.stream().map(Interfaces::word).collect(Collectors.joining(" "));
    }

    private static String word(Eni eni) {
        List<String> parts = new ArrayList<>();
        parts.add("eni=" + eni.id());
        parts.add("mac=" + eni.mac());
        Addresses addresses = eni.addresses();
        add(parts, "ip4", addresses.ipv4());
        add(parts, "pfx4", addresses.ipv4Prefixes());
        addresses.subnetIpv4().ifPresent(block -> parts.add("net4=" + block));
        add(parts, "ip6", addresses.ipv6());
        add(parts, "pfx6", addresses.ipv6Prefixes());
        // What is remembered of a block without an address of the ENI may be old, and nobody there needs it.
        addresses
                .subnetIpv6()
                .filter(block ->
                        !addresses.ipv6().isEmpty() || !addresses.ipv6Prefixes().isEmpty())
                .ifPresent(block -> parts.add("net6=" + block));
        return String.join(",", parts);
    }

    private static void add(List<String> parts, String key, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(key + "=" + String.join("+", values));
        }
    }
}
