package enifailover.testkit.region.ec2;

/// A VPC flow log.
///
/// @param id such as `fl-0123456789abcdef0`
/// @param resourceId the VPC, subnet or ENI whose traffic it records
/// @param delivery `SUCCESS`, or `FAILED` where the records do not arrive (D)
/// @param traffic `ALL`, `ACCEPT` or `REJECT`
/// @param logGroup where the records go
public record FlowLog(String id, String resourceId, String delivery, String traffic, String logGroup) {}
