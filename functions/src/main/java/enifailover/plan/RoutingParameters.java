package enifailover.plan;

import enifailover.model.Addresses;
import enifailover.model.Eni;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The routing document's parameter `RoutingParameters`: one word an ENI, of comma-joined `key=value`, lists joined
/// by `+`. It contains no character that a shell gives a meaning to, and the document's pattern refuses any.
public final class RoutingParameters {
    /// The most characters that one command takes: the parameter's `maxChars`, which leaves room for the document in
    /// the 64 KB that both share (SSM API, CreateDocument, Content). A test holds the document to it.
    public static final int LONGEST = 4000;

    private RoutingParameters() {}

    /// One value a command: as many ENIs together as one takes, and each ENI whole, for a guest routes it as a whole.
    ///
    /// @return in the order of the ENIs; a value is longer than [#LONGEST] only where a single ENI's is
    public static List<String> commands(List<Eni> enis) {
        List<String> commands = new ArrayList<>();
        for (String word : enis.stream().map(RoutingParameters::word).toList()) {
            int last = commands.size() - 1;
            if (last >= 0 && commands.get(last).length() + 1 + word.length() <= LONGEST) {
                commands.set(last, commands.get(last) + " " + word);
            } else {
                commands.add(word);
            }
        }
        return List.copyOf(commands);
    }

    /// The ENIs in one command, for a clean-up: where it would be too long their addresses are left out, and the guest
    /// has them in its own state files.
    public static String inOneCommand(List<Eni> enis) {
        String all = of(enis);
        return all.length() <= LONGEST
                ? all
                : enis.stream().map(RoutingParameters::bare).collect(Collectors.joining(" "));
    }

    /// What names an ENI's files in a guest, and nothing else of it.
    public static String bare(Eni eni) {
        return "eni=" + eni.id() + ",mac=" + eni.mac();
    }

    /// @param enis the ENIs the guest has to configure
    /// @return such as `eni=eni-0a,mac=02:00:00:00:02:32,ip4=10.0.2.50+10.0.2.51,net4=10.0.2.0/24`
    public static String of(List<Eni> enis) {
        return enis.stream().map(RoutingParameters::word).collect(Collectors.joining(" "));
    }

    private static String word(Eni eni) {
        List<String> parts = new ArrayList<>();
        parts.add(bare(eni));
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
