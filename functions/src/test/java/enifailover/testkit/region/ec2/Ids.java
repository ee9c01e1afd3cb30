package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.AwsError;
import java.util.HashMap;
import java.util.Map;

/// Makes ids and addresses, the same ones in every run, and knows malformed ids.
final class Ids {
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
        int tail = prefix.length() + 1;
        int digits = id.length() - tail;
        boolean hyphen = id.startsWith(prefix) && digits >= 0 && id.charAt(tail - 1) == '-';
        if (!hyphen || (digits != 8 && digits != 17) || !hexadecimal(id, tail)) {
            throw AwsError.refused("Invalid" + kind + ".Malformed", "Invalid id: \"" + id + "\"");
        }
    }

    private static boolean hexadecimal(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
