package enifailover.model;

import java.util.Optional;

/// What belongs to an attachment, not to the ENI, and so is lost by a move unless it is restored.
///
/// @param deleteOnTermination EC2 destroys the ENI with its holder; a failover group never wants that
/// @param enaQueueCount the number of ENA queues, where set
/// @param enaSrd ENA Express is on
/// @param enaSrdUdp ENA Express for UDP is on
public record AttachmentAttributes(
        boolean deleteOnTermination, Optional<Integer> enaQueueCount, boolean enaSrd, boolean enaSrdUdp) {

    /// What AttachNetworkInterface leaves behind.
    public static final AttachmentAttributes FRESH = new AttachmentAttributes(false, Optional.empty(), false, false);

    /// The same, with an ENI that outlives its holder.
    public AttachmentAttributes outliving() {
        return new AttachmentAttributes(false, enaQueueCount, enaSrd, enaSrdUdp);
    }

    /// Whether an attachment has the ENA settings of this one. A queue count that is not set here is EC2's choice.
    public boolean enaAsOf(AttachmentAttributes other) {
        return (enaQueueCount.isEmpty() || enaQueueCount.equals(other.enaQueueCount))
                && enaSrd == other.enaSrd
                && enaSrdUdp == other.enaSrdUdp;
    }
}
