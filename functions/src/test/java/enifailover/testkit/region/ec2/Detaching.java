package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.ec2.Attachment.Status;
import java.time.Duration;

/// DetachNetworkInterface. Each rule has the mark of its source.
final class Detaching {
    private final Inventory inventory;

    Detaching(Inventory inventory) {
        this.inventory = inventory;
    }

    void detach(String attachmentId, boolean force, boolean dryRun) {
        Ids.checkForm(attachmentId, "eni-attach", "AttachmentID");
        NetworkInterface eni = holding(attachmentId);
        Attachment attachment = eni.attachment();
        if (attachment == null) {
            throw notFound(attachmentId);
        }
        if (dryRun) {
            throw Inventory.dryRun();
        }
        if (attachment.deviceIndex() == 0 && attachment.networkCard() == 0) { // O
            throw AwsError.refused(
                    "OperationNotPermitted",
                    "The network interface at device index 0 and networkCard index 0 cannot be detached.");
        }
        if (eni.requesterManaged()) { // O
            throw AwsError.refused(
                    "OperationNotPermitted", "You are not allowed to manage '" + attachmentId + "' attachments.");
        }
        Instance holder = inventory.instances.get(attachment.instanceId());
        if (eni.efa() && holder != null && holder.state() == State.RUNNING) { // D; I: the code
            throw AwsError.refused(
                    "UnsupportedOperation",
                    "An Elastic Fabric Adapter cannot be detached from a running instance: '" + holder.id() + "'.");
        }
        if (attachment.status() == Status.ATTACHING) { // I
            throw AwsError.refused(
                    "IncorrectState", "Attachment '" + attachmentId + "' is 'attaching' and cannot be detached yet.");
        }
        // I: a second detach while the first goes on is accepted; with Force it hastens it.
        if (attachment.status() == Status.ATTACHED) {
            inventory.interfaces.put(eni.id(), eni.at(attachment.in(Status.DETACHING)), inventory.now());
            inventory.vanishes(attachment.instanceId(), eni);
        }
        inventory.gate.agenda().later(duration(eni, attachment, force), () -> release(eni.id(), attachmentId));
    }

    private Duration duration(NetworkInterface eni, Attachment attachment, boolean force) {
        if (force) {
            return inventory.gate.latencies().forcedDetach();
        }
        Duration ofHolder = inventory.detaches.getOrDefault(
                attachment.instanceId(), inventory.gate.latencies().detach());
        return inventory.detaches.getOrDefault(eni.id(), ofHolder);
    }

    /// D: the attachment disappears.
    void release(String eniId, String attachmentId) {
        NetworkInterface eni = inventory.interfaces.get(eniId);
        Attachment attachment = eni == null ? null : eni.attachment();
        if (eni != null && attachment != null && attachment.id().equals(attachmentId)) {
            inventory.interfaces.put(eniId, eni.at(null), inventory.now());
            inventory.vanishes(attachment.instanceId(), eni);
        }
    }

    private NetworkInterface holding(String attachmentId) {
        for (NetworkInterface eni : inventory.interfaces.all()) {
            Attachment attachment = eni.attachment();
            if (attachment != null && attachment.id().equals(attachmentId)) {
                return eni;
            }
        }
        throw notFound(attachmentId);
    }

    /// O: of an unknown attachment, and of one that is detached already.
    static AwsError notFound(String attachmentId) {
        return AwsError.refused(
                "InvalidAttachmentID.NotFound", "The attachment '" + attachmentId + "' does not exist.");
    }
}
