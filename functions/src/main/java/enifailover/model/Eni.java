package enifailover.model;

import java.util.Map;
import java.util.Optional;

/// An elastic network interface as one describe told it.
///
/// @param id the ENI
/// @param mac its MAC address, lower case with colons
/// @param availabilityZone where it lives, and where every holder must live
/// @param vpcId its VPC
/// @param subnetId its subnet
/// @param available EC2 says `available`: attached nowhere
/// @param movable false for an AWS-managed ENI, which EC2 refuses to detach
/// @param attachment where it is, or empty
/// @param addresses what it answers to
/// @param publicIpv4 the Elastic IP of its primary address, where one is associated
/// @param tags its tags
public record Eni(
        EniId id,
        String mac,
        String availabilityZone,
        String vpcId,
        String subnetId,
        boolean available,
        boolean movable,
        Optional<Attachment> attachment,
        Addresses addresses,
        Optional<String> publicIpv4,
        Map<String, String> tags) {

    /// The instance that holds it, where one does.
    public Optional<InstanceId> holder() {
        return attachment.map(Attachment::holder);
    }

    /// True when this instance holds it.
    public boolean heldBy(InstanceId instance) {
        return attachment.isPresent() && attachment.get().holder().equals(instance);
    }
}
