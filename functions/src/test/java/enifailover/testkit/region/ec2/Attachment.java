package enifailover.testkit.region.ec2;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where an ENI is attached.
///
/// @param id such as `eni-attach-0123456789abcdef0`
/// @param instanceId the holder
/// @param deviceIndex the device index
/// @param networkCard the network card's index
/// @param status how far it is
/// @param since when the attach was asked for
/// @param attributes what a move resets
public record Attachment(
        String id,
        String instanceId,
        int deviceIndex,
        int networkCard,
        Status status,
        Instant since,
        Attributes attributes) {

    /// How far an attachment is. `detached` is never seen: the attachment disappears (D).
    public enum Status {
        ATTACHING("attaching"),
        ATTACHED("attached"),
        DETACHING("detaching");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /// EC2's word.
        public String word() {
            return word;
        }
    }

    /// What belongs to the attachment, not to the ENI.
    ///
    /// @param deleteOnTermination terminating the holder destroys the ENI
    /// @param enaQueueCount ENA queues, or null for the default
    /// @param enaSrd ENA Express
    /// @param enaSrdUdp ENA Express for UDP
    public record Attributes(
            boolean deleteOnTermination, @Nullable Integer enaQueueCount, boolean enaSrd, boolean enaSrdUdp) {

        /// What AttachNetworkInterface gives where it is not told otherwise (D).
        public static final Attributes FRESH = new Attributes(false, null, false, false);
    }

    Attachment in(Status newStatus) {
        return new Attachment(id, instanceId, deviceIndex, networkCard, newStatus, since, attributes);
    }

    Attachment with(Attributes newAttributes) {
        return new Attachment(id, instanceId, deviceIndex, networkCard, status, since, newAttributes);
    }
}
