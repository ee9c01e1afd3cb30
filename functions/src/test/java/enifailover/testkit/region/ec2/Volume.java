package enifailover.testkit.region.ec2;

/// An EBS volume that is attached.
///
/// @param id such as `vol-0123456789abcdef0`
/// @param instanceId to which instance
/// @param kmsKeyId the ARN of the key that encrypts it; empty where it is not encrypted
public record Volume(String id, String instanceId, String kmsKeyId) {}
