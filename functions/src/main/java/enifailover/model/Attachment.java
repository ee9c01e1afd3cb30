package enifailover.model;

/// Where an ENI is, as one describe told it.
///
/// @param id the attachment
/// @param holder the instance
/// @param devicePosition device index and network card
/// @param status how far the attachment is
/// @param attributes what the attachment carries
public record Attachment(
        AttachmentId id,
        InstanceId holder,
        DevicePosition devicePosition,
        AttachmentStatus status,
        AttachmentAttributes attributes) {}
