package enifailover.group;

/// What EC2 forgets of an ENI when it is detached, as last observed.
///
/// @param slot device index and network card
/// @param attributes what the attachment carried
/// @param holder who held it
public record EniMemory(Slot slot, AttachmentAttributes attributes, InstanceId holder) {

    /// What is to be remembered of an attachment.
    public static EniMemory of(Attachment seen) {
        return new EniMemory(seen.slot(), seen.attributes().outliving(), seen.holder());
    }

    /// The same, last held by another.
    public EniMemory heldBy(InstanceId other) {
        return new EniMemory(slot, attributes, other);
    }
}
