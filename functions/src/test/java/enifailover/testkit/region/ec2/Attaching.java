package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.ec2.Attachment.Attributes;
import enifailover.testkit.region.ec2.Attachment.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// AttachNetworkInterface. Each rule has the mark of its source; the order of the rules is inferred.
public final class Attaching {

    /// What is asked for.
    ///
    /// @param eni the ENI
    /// @param instance the target
    /// @param deviceIndex the device index
    /// @param networkCard the network card's index, or null where the caller leaves it out
    /// @param attributes the attachment's own; AttachNetworkInterface ignores deleteOnTermination
    /// @param dryRun only asks whether it would be allowed
    public record Request(
            String eni,
            String instance,
            int deviceIndex,
            @Nullable Integer networkCard,
            Attributes attributes,
            boolean dryRun) {

        /// The usual one.
        public static Request of(String eni, String instance, int deviceIndex, int networkCard) {
            return new Request(eni, instance, deviceIndex, networkCard, Attributes.FRESH, false);
        }
    }

    private final Inventory inventory;

    Attaching(Inventory inventory) {
        this.inventory = inventory;
    }

    Attachment attach(Request request) {
        NetworkInterface eni = inventory.networkInterface(request.eni());
        Instance target = inventory.instance(request.instance());
        inventory.attachRefusals.checkPermission(target.id(), inventory.now());
        if (request.dryRun()) {
            throw Inventory.dryRun(); // D; that it checks existence and nothing else is inferred
        }
        checkState(target);
        if (eni.attachment() != null) { // O; the same ENI on the same instance again is refused just so
            throw AwsError.refused("InvalidNetworkInterface.InUse", "Interface: [" + eni.id() + "] in use.");
        }
        if (!eni.zone().equals(target.zone())) { // O
            throw AwsError.refused(
                    "InvalidParameterCombination",
                    "You may not attach a network interface to an instance if they are not in the same availability"
                            + " zone");
        }
        if (!eni.vpcId().equals(target.vpcId())) { // I: the code; D: same VPC is the rule for ordinary ENIs
            throw AwsError.refused(
                    "InvalidParameterCombination", "The network interface and the instance are in different VPCs");
        }
        inventory.attachRefusals.check(target.id(), inventory.now());
        checkType(eni, target);
        int card = checkSlot(request, target);
        Attachment attachment = new Attachment(
                inventory.ids.next("eni-attach"),
                target.id(),
                request.deviceIndex(),
                card,
                Status.ATTACHING,
                inventory.now(),
                new Attributes(
                        false,
                        request.attributes().enaQueueCount(),
                        request.attributes().enaSrd(),
                        request.attributes().enaSrdUdp()));
        inventory.interfaces.put(eni.id(), eni.at(attachment), inventory.now());
        inventory.gate.agenda().later(inventory.gate.latencies().attach(), () -> finish(eni.id(), attachment.id()));
        return attachment;
    }

    /// D: running (hot attach) or stopped (warm attach). I: the code for the other states.
    private static void checkState(Instance target) {
        switch (target.state()) {
            case RUNNING, STOPPED -> {}
            case PENDING, STOPPING, SHUTTING_DOWN, TERMINATED ->
                throw AwsError.refused(
                        "IncorrectState",
                        "Instance '" + target.id() + "' is not 'running' or 'stopped'. Its state is '"
                                + target.state().word() + "'.");
        }
    }

    /// I: the codes. D, "Elastic Fabric Adapter": only some types have them, and only a stopped instance takes or gives
    /// one.
    private static void checkType(NetworkInterface eni, Instance target) {
        InstanceType type = InstanceType.named(target.type());
        if (eni.efa() && type != null && !type.efa()) { // O: the words
            throw AwsError.refused(
                    "UnsupportedOperation", target.type() + " instances do not support Elastic Fabric Adapters.");
        }
        if (eni.efa() && target.state() == State.RUNNING) {
            throw AwsError.refused(
                    "UnsupportedOperation",
                    "An Elastic Fabric Adapter cannot be attached to a running instance: '" + target.id() + "'.");
        }
        if (eni.interfaceType().equals("branch")) { // D: it is associated with a trunk interface instead
            throw AwsError.refused(
                    "OperationNotPermitted", "The network interface '" + eni.id() + "' is a branch interface.");
        }
    }

    private int checkSlot(Request request, Instance target) {
        InstanceType type = InstanceType.named(target.type());
        List<Integer> limits = type == null ? List.of(Integer.MAX_VALUE) : type.interfacesPerCard();
        int card = request.networkCard() == null ? 0 : request.networkCard();
        if (card < 0 || card >= limits.size()) { // I
            throw AwsError.refused(
                    "InvalidParameterValue", "Network card index '" + card + "' is not supported by " + target.type());
        }
        List<Attachment> held = new ArrayList<>();
        for (NetworkInterface eni : inventory.held(target.id())) {
            if (eni.attachment() != null) {
                held.add(eni.attachment());
            }
        }
        for (Attachment other : held) {
            // O, cilium/cilium#42512: with NetworkCardIndex left out EC2 takes an index of any card for taken.
            boolean sameCard = request.networkCard() == null || other.networkCard() == card;
            if (sameCard && other.deviceIndex() == request.deviceIndex()) {
                throw AwsError.refused(
                        "InvalidParameterValue",
                        "Instance '" + target.id() + "' already has an interface attached at device index '"
                                + request.deviceIndex() + "'.");
            }
        }
        long onCard = held.stream().filter(other -> other.networkCard() == card).count();
        if (onCard >= limits.get(card)) { // O
            throw AwsError.refused(
                    "AttachmentLimitExceeded",
                    "Interface count " + (held.size() + 1) + " exceeds the limit for " + target.type());
        }
        return card;
    }

    private void finish(String eniId, String attachmentId) {
        NetworkInterface eni = inventory.interfaces.get(eniId);
        Attachment attachment = eni == null ? null : eni.attachment();
        if (eni != null && attachment != null && attachment.id().equals(attachmentId)) {
            if (attachment.status() == Status.ATTACHING) {
                inventory.interfaces.put(eniId, eni.at(attachment.in(Status.ATTACHED)), inventory.now());
                inventory.attachedSince.put(attachmentId, inventory.now());
                inventory.appears(attachment.instanceId(), eni);
            }
        }
    }
}
