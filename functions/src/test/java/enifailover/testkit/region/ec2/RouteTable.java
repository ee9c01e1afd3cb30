package enifailover.testkit.region.ec2;

import java.util.List;
import java.util.Map;

/// A route table.
///
/// @param id such as `rtb-0123456789abcdef0`
/// @param vpcId its VPC
/// @param main whether it serves every subnet that has none of its own (D: each VPC has one such)
/// @param subnets the subnets that are associated with it by name
/// @param routes its routes
/// @param tags its tags
public record RouteTable(
        String id, String vpcId, boolean main, List<String> subnets, List<Route> routes, Map<String, String> tags) {

    /// A route.
    ///
    /// @param destination an IPv4 or IPv6 block, or a prefix list's id
    /// @param target `local`, or the id of a gateway, NAT gateway, ENI and so on
    /// @param state `active`, or `blackhole` where the target is gone (D)
    /// @param instance which instance holds the ENI that it leads to, or empty; EC2 says so in its answers
    public record Route(String destination, String target, String state, String instance) {

        /// An active one.
        public static Route to(String destination, String target) {
            return new Route(destination, target, "active", "");
        }

        /// One whose target is gone.
        public static Route dead(String destination, String target) {
            return new Route(destination, target, "blackhole", "");
        }
    }

    RouteTable with(List<Route> newRoutes) {
        return new RouteTable(id, vpcId, main, subnets, List.copyOf(newRoutes), tags);
    }

    RouteTable serving(List<String> newSubnets) {
        return new RouteTable(id, vpcId, main, List.copyOf(newSubnets), routes, tags);
    }
}
