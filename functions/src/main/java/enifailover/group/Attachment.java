package enifailover.group;

/// Where an ENI is, as one describe told it.
///
/// @param id the attachment
/// @param holder the instance
/// @param slot device index and network card
/// @param status how far the attachment is
/// @param attributes what the attachment carries
public record Attachment(
        AttachmentId id, InstanceId holder, Slot slot, AttachmentStatus status, AttachmentAttributes attributes) {}
