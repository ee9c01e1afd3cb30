package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.AwsError;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Makes ids and addresses, the same ones in every run, and knows malformed ids.
final class Ids {
    private static final Pattern TAIL = Pattern.compile("[0-9a-f]{8}|[0-9a-f]{17}");

    private final Map<String, Integer> last = new HashMap<>();

    String next(String prefix) {
        return "%s-0%016x".formatted(prefix, last.merge(prefix, 1, Integer::sum));
    }

    String nextMac() {
        int number = last.merge("mac", 1, Integer::sum);
        return "02:00:0a:%02x:%02x:%02x".formatted(number >> 16 & 255, number >> 8 & 255, number & 255);
    }

    /// The next free host of a block: .4 is the first that EC2 hands out (D: the first four are reserved).
    String nextAddress(String cidr) {
        String[] octets = cidr.substring(0, cidr.indexOf('/')).split("\\.", -1);
        int host = last.merge("address " + cidr, 1, Integer::sum) + 3;
        int low = Integer.parseInt(octets[3]) + host;
        int third = Integer.parseInt(octets[2]) + low / 256;
        return octets[0] + "." + octets[1] + "." + third + "." + low % 256;
    }

    /// The next free address of an IPv6 block such as `2001:db8:1::/64`.
    String nextIpv6(String block) {
        int host = last.merge("address " + block, 1, Integer::sum) + 3;
        return block.substring(0, block.indexOf('/')) + Integer.toHexString(host);
    }

    /// @throws AwsError `Invalid….Malformed` (D) unless the id has that prefix and a hexadecimal rest
    static void checkForm(String id, String prefix, String kind) {
        if (!id.startsWith(prefix + "-")
                || !TAIL.matcher(id.substring(prefix.length() + 1)).matches()) {
            throw AwsError.refused("Invalid" + kind + ".Malformed", "Invalid id: \"" + id + "\"");
        }
    }
}
