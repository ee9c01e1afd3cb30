package enifailover.aws.ec2;

import enifailover.model.Addresses;
import enifailover.model.TypeLimits;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What hardly ever changes around a group: what a look would have to ask for before it can plan.
///
/// @param types the limits of the types of its members and holders, by type
/// @param subnets the blocks of its ENIs' subnets, by subnet
/// @param at when EC2 said so; of its parts, the oldest
public record Limits(Map<String, TypeLimits> types, Map<String, Blocks> subnets, Instant at) {
    public static final Limits UNKNOWN = new Limits(Map.of(), Map.of(), Instant.EPOCH);

    boolean unknown() {
        return types.isEmpty() && subnets.isEmpty();
    }

    /// The same, whenever it was said.
    boolean says(Limits other) {
        return types.equals(other.types()) && subnets.equals(other.subnets());
    }

    /// The address blocks of a subnet.
    ///
    /// @param ipv4 its IPv4 block, where it has one
    /// @param ipv6 its IPv6 block, where it has one
    public record Blocks(Optional<String> ipv4, Optional<String> ipv6) {
        public static final Blocks UNKNOWN = new Blocks(Optional.empty(), Optional.empty());

        /// Whether this is true still, by the addresses of an ENI in the subnet. An IPv4 block never
        /// changes. An IPv6 block can be taken away and another be added, but not before all that has an
        /// address in it is gone (EC2 API, DisassociateSubnetCidrBlock): where the ENI's are in it, it is
        /// there. Where the ENI has none, it does not matter.
        boolean hold(Addresses addresses) {
            return Stream.concat(addresses.ipv6().stream(), addresses.ipv6Prefixes().stream())
                    .allMatch(one -> ipv6.filter(block -> covers(block, one)).isPresent());
        }

        /// @param inner an address or a block
        private static boolean covers(String block, String inner) {
            try {
                String[] parts = block.split("/", 2);
                int rest = 128 - Integer.parseInt(parts[1]);
                return number(parts[0])
                        .shiftRight(rest)
                        .equals(number(inner.split("/", 2)[0]).shiftRight(rest));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException notOne) {
                return false; // EC2 is asked, then
            }
        }

        private static BigInteger number(String address) {
            return new BigInteger(1, InetAddress.ofLiteral(address).getAddress());
        }
    }
}
