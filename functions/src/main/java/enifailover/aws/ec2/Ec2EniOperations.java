package enifailover.aws.ec2;

import static enifailover.aws.client.AwsErrors.ask;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.AwsErrors;
import enifailover.aws.client.Clients;
import enifailover.aws.client.SdkValues;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.port.AwsCallException;
import enifailover.port.EniOperations;
import enifailover.port.ErrorKind;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttachNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DetachNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.EnaSrdSpecification;
import software.amazon.awssdk.services.ec2.model.ModifyNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachmentChanges;

/// Changes where ENIs are, each request once. The network card is always named: without it EC2 takes indexes of
/// several cards for one (cilium/cilium#42512).
public final class Ec2EniOperations implements EniOperations {
    private final Supplier<Ec2Client> ec2;

    public Ec2EniOperations(Clients clients) {
        this.ec2 = clients::ec2Once;
    }

    /// `ec2:DetachNetworkInterface`.
    @Override
    public void detach(AttachmentId attachment, boolean force) {
        DetachNetworkInterfaceRequest request = detachment(attachment, force).build();
        ask(ApiAction.DETACH_NETWORK_INTERFACE, () -> ec2.get().detachNetworkInterface(request));
    }

    /// `ec2:AttachNetworkInterface`, with `EnaQueueCount` and `EnaSrdSpecification` where there are any to set (EC2 API
    /// Reference, AttachNetworkInterface).
    @Override
    public AttachmentId attach(
            EniId eni, InstanceId target, DevicePosition devicePosition, AttachmentAttributes attributes) {
        AttachNetworkInterfaceRequest.Builder request = attachment(eni, target, devicePosition);
        attributes.enaQueueCount().ifPresent(request::enaQueueCount);
        if (attributes.enaSrd()) {
            request.enaSrdSpecification(express(attributes));
        }
        String id = SdkValues.text(
                ask(ApiAction.ATTACH_NETWORK_INTERFACE, () -> ec2.get().attachNetworkInterface(request.build()))
                        .attachmentId());
        return AttachmentId.parse(id)
                .orElseThrow(() -> new AwsCallException(
                        ErrorKind.UNANSWERED,
                        ApiAction.ATTACH_NETWORK_INTERFACE.iam(),
                        "NoAttachmentId",
                        "the answer names no attachment: " + id,
                        null));
    }

    /// `ec2:ModifyNetworkInterfaceAttribute`.
    @Override
    public void keepOnTermination(EniId eni, AttachmentId attachment) {
        modify(eni, change(attachment).deleteOnTermination(false).build());
    }

    /// `ec2:ModifyNetworkInterfaceAttribute`, which changes one attribute a request: none, one or two requests.
    @Override
    public void restore(EniId eni, AttachmentId attachment, AttachmentAttributes attributes) {
        attributes
                .enaQueueCount()
                .ifPresent(queues ->
                        modify(eni, change(attachment).enaQueueCount(queues).build()));
        if (attributes.enaSrd()) {
            modify(ModifyNetworkInterfaceAttributeRequest.builder()
                    .networkInterfaceId(eni.value())
                    .enaSrdSpecification(express(attributes))
                    .build());
        }
    }

    /// `ec2:DetachNetworkInterface` and `ec2:AttachNetworkInterface`, both with `DryRun`. EC2 may look at
    /// the ENI before it answers, and it is in use where it is now: that is no refusal of a rehearsal.
    @Override
    public void dryRunMove(EniId eni, AttachmentId attachment, InstanceId target, DevicePosition devicePosition) {
        DetachNetworkInterfaceRequest detach =
                detachment(attachment, false).dryRun(true).build();
        AttachNetworkInterfaceRequest attach =
                attachment(eni, target, devicePosition).dryRun(true).build();
        allowed(ApiAction.DETACH_NETWORK_INTERFACE, () -> ec2.get().detachNetworkInterface(detach));
        allowed(ApiAction.ATTACH_NETWORK_INTERFACE, () -> ec2.get().attachNetworkInterface(attach));
    }

    private static void allowed(ApiAction action, Supplier<?> dryRun) {
        try {
            ask(action, dryRun);
        } catch (AwsCallException awsCallException) {
            if (!awsCallException.code().equals(AwsErrors.ALLOWED_DRY_RUN)
                    && awsCallException.refusal() != ErrorKind.IN_USE) {
                throw awsCallException;
            }
        }
    }

    private static DetachNetworkInterfaceRequest.Builder detachment(AttachmentId attachment, boolean force) {
        return DetachNetworkInterfaceRequest.builder()
                .attachmentId(attachment.value())
                .force(force);
    }

    private static AttachNetworkInterfaceRequest.Builder attachment(
            EniId eni, InstanceId target, DevicePosition devicePosition) {
        return AttachNetworkInterfaceRequest.builder()
                .networkInterfaceId(eni.value())
                .instanceId(target.value())
                .deviceIndex(devicePosition.deviceIndex())
                .networkCardIndex(devicePosition.networkCard());
    }

    private static EnaSrdSpecification express(AttachmentAttributes attributes) {
        return EnaSrdSpecification.builder()
                .enaSrdEnabled(true)
                .enaSrdUdpSpecification(udp -> udp.enaSrdUdpEnabled(attributes.enaSrdUdp()))
                .build();
    }

    private static NetworkInterfaceAttachmentChanges.Builder change(AttachmentId attachment) {
        return NetworkInterfaceAttachmentChanges.builder().attachmentId(attachment.value());
    }

    private void modify(EniId eni, NetworkInterfaceAttachmentChanges change) {
        modify(ModifyNetworkInterfaceAttributeRequest.builder()
                .networkInterfaceId(eni.value())
                .attachment(change)
                .build());
    }

    private void modify(ModifyNetworkInterfaceAttributeRequest request) {
        ask(ApiAction.MODIFY_NETWORK_INTERFACE_ATTRIBUTE, () -> ec2.get().modifyNetworkInterfaceAttribute(request));
    }
}
