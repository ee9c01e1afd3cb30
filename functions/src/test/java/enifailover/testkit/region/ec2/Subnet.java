package enifailover.testkit.region.ec2;

import java.util.Map;

/// A subnet.
///
/// @param id such as `subnet-0123456789abcdef0`
/// @param vpcId its VPC
/// @param zone its Availability Zone
/// @param cidr its IPv4 block; empty for an IPv6-only subnet
/// @param ipv6Cidr its IPv6 block, or empty
/// @param tags its tags
public record Subnet(String id, String vpcId, String zone, String cidr, String ipv6Cidr, Map<String, String> tags) {

    /// Its interfaces have IPv6 addresses alone.
    public boolean ipv6Only() {
        return cidr.isEmpty();
    }
}
