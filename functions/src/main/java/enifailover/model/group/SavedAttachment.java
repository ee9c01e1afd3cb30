package enifailover.model.group;

import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.DevicePosition;
import enifailover.model.InstanceId;

/// What EC2 forgets of an ENI when it is detached, as last observed.
///
/// @param devicePosition device index and network card
/// @param attributes what the attachment carried
/// @param holder who held it
public record SavedAttachment(DevicePosition devicePosition, AttachmentAttributes attributes, InstanceId holder) {

    /// What is to be remembered of an attachment.
    public static SavedAttachment of(Attachment seen) {
        return new SavedAttachment(seen.devicePosition(), seen.attributes().outliving(), seen.holder());
    }

    /// The same, last held by another.
    public SavedAttachment heldBy(InstanceId other) {
        return new SavedAttachment(devicePosition, attributes, other);
    }
}
