package enifailover.model.audit;

import java.util.Map;
import java.util.SortedSet;

/// What belongs to an ENI, travels with it, and is part of what the service is: a move never changes it, so a change
/// is somebody's, meant or not. All of it stands in DescribeNetworkInterfaces.
///
/// @param securityGroups the ids of its security groups
/// @param sourceDestCheck EC2 drops what is not addressed to it; an appliance's must be off
/// @param elasticIps private address to the Elastic IP associated with it (addresses that AWS lends, without an
/// allocation, are left out)
public record EniTraits(SortedSet<String> securityGroups, boolean sourceDestCheck, Map<String, String> elasticIps) {}
