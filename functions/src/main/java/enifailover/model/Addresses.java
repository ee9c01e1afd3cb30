package enifailover.model;

import java.util.List;
import java.util.Optional;

/// The addresses of an ENI, which travel with it and which the guest has to be told.
///
/// @param ipv4 private IPv4 addresses, the primary first
/// @param ipv4Prefixes delegated IPv4 prefixes
/// @param ipv6 IPv6 addresses
/// @param ipv6Prefixes delegated IPv6 prefixes
/// @param subnetIpv4 the subnet's IPv4 block, where known
/// @param subnetIpv6 the subnet's IPv6 block, where known
public record Addresses(
        List<String> ipv4,
        List<String> ipv4Prefixes,
        List<String> ipv6,
        List<String> ipv6Prefixes,
        Optional<String> subnetIpv4,
        Optional<String> subnetIpv6) {

    /// The primary private IPv4 address, where there is one.
    public Optional<String> primary() {
        return ipv4.stream().findFirst();
    }
}
