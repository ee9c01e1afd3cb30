package enifailover.model.audit;

import java.util.List;
import java.util.Set;

/// A route table of a VPC that a group lives in. Source: EC2 API, DescribeRouteTables.
///
/// @param id `rtb-…`
/// @param vpcId its VPC
/// @param main it serves every subnet of the VPC that has none of its own
/// @param subnets the subnets that are associated with it
/// @param routes its routes
public record RouteTable(String id, String vpcId, boolean main, Set<String> subnets, List<Route> routes) {

    /// One route.
    ///
    /// @param destination an IPv4 or IPv6 block, or a prefix list's id
    /// @param target what it leads to: `eni-…` where it names an interface (also where EC2 names its instance too),
    /// else `igw-…`, `nat-…`, `local` and the like
    /// @param instance the instance that holds the interface, where EC2 names one; else empty text
    /// @param blackhole the target is gone, detached or not running: packets vanish
    public record Route(String destination, String target, String instance, boolean blackhole) {}
}
