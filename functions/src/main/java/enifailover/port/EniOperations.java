package enifailover.port;

import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;

/// Changes where ENIs are. Each method makes one EC2 request, is not repeated by itself, and throws [AwsCallException].
public interface EniOperations {

    /// Asks EC2 to detach. It goes on after the answer; the ENI is detached when it is `available`.
    void detach(AttachmentId attachment, boolean force);

    /// Asks EC2 to attach. It goes on after the answer.
    ///
    /// @param attributes the ENA settings that the attachment is to have from the start; none are asked for where
    /// this is [AttachmentAttributes#FRESH]. Never asks for deleteOnTermination.
    /// @return the new attachment
    AttachmentId attach(EniId eni, InstanceId target, DevicePosition devicePosition, AttachmentAttributes attributes);

    /// Makes the ENI outlive its holder.
    void keepOnTermination(EniId eni, AttachmentId attachment);

    /// Gives a fresh attachment what the old one had, beyond what every fresh one has; as many requests as there are
    /// differences from [AttachmentAttributes#FRESH], usually none. Never sets deleteOnTermination.
    void restore(EniId eni, AttachmentId attachment, AttachmentAttributes attributes);

    /// Whether EC2 would let this role do both, by `DryRun`: changes nothing.
    ///
    /// @throws AwsCallException with [ErrorKind#DENIED] where it would not
    void dryRunMove(EniId eni, AttachmentId attachment, InstanceId target, DevicePosition devicePosition);
}
