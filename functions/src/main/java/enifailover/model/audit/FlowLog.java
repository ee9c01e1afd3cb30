package enifailover.model.audit;

import java.util.Optional;

/// A VPC flow log: the monitoring of traffic by interface. Source: EC2 API, DescribeFlowLogs.
///
/// @param id `fl-…`
/// @param resource the ENI, subnet or VPC that it is on
/// @param active EC2 says `ACTIVE`
/// @param problem why its records are not delivered, where EC2 says so
public record FlowLog(String id, String resource, boolean active, Optional<String> problem) {}
