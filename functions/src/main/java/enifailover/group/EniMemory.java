package enifailover.group;

/// What EC2 forgets of an ENI when it is detached, as last observed.
///
/// @param slot device index and network card
/// @param attributes what the attachment carried
/// @param holder who held it
public record EniMemory(Slot slot, AttachmentAttributes attributes, InstanceId holder) {}
