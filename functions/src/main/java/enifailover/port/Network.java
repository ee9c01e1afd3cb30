package enifailover.port;

import enifailover.group.AttachmentAttributes;
import enifailover.group.AttachmentId;
import enifailover.group.EniId;
import enifailover.group.InstanceId;
import enifailover.group.Slot;

/// Changes where ENIs are. Each method makes one EC2 request, is not repeated by itself, and throws [Refused].
public interface Network {

    /// Asks EC2 to detach. It goes on after the answer; the ENI is detached when it is `available`.
    void detach(AttachmentId attachment, boolean force);

    /// Asks EC2 to attach. It goes on after the answer.
    ///
    /// @param attributes the ENA settings that the attachment is to have from the start; none are asked for where
    /// this is [AttachmentAttributes#FRESH]. Never asks for deleteOnTermination.
    /// @return the new attachment
    AttachmentId attach(EniId eni, InstanceId target, Slot slot, AttachmentAttributes attributes);

    /// Makes the ENI outlive its holder.
    void keepOnTermination(EniId eni, AttachmentId attachment);

    /// Gives a fresh attachment what the old one had, beyond what every fresh one has; as many requests as there are
    /// differences from [AttachmentAttributes#FRESH], usually none. Never sets deleteOnTermination.
    void restore(EniId eni, AttachmentId attachment, AttachmentAttributes attributes);

    /// Whether EC2 would let this role do both, by `DryRun`: changes nothing.
    ///
    /// @throws Refused with [Refusal#DENIED] where it would not
    void rehearse(EniId eni, AttachmentId attachment, InstanceId target, Slot slot);
}
