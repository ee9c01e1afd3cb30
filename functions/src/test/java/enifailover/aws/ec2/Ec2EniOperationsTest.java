package enifailover.aws.ec2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.aws.client.Wire;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The requests that move an ENI and stop an instance, as EC2 receives them: each once.
class Ec2EniOperationsTest {
    private static final EniId ENI = new EniId("eni-0a1b2c3d4e5f60718");
    private static final InstanceId TARGET = new InstanceId("i-0a1b2c3d4e5f60711");
    private static final AttachmentId OLD = new AttachmentId("eni-attach-0a1b2c3d4e5f60701");
    private static final AttachmentId NEW = new AttachmentId("eni-attach-0a1b2c3d4e5f60702");

    private final Wire wire = new Wire();
    private final Ec2EniOperations network = new Ec2EniOperations(wire.clients());
    private final Ec2InstancePower power = new Ec2InstancePower(wire.clients());

    @Test
    void detachesByAttachmentId() {
        wire.on("DetachNetworkInterface", Wire.ec2("DetachNetworkInterface", "<return>true</return>"));
        network.detach(OLD, false);
        network.detach(OLD, true);
        assertEquals(OLD.value(), wire.calls().get(0).parameter("AttachmentId"));
        assertEquals("false", wire.calls().get(0).parameter("Force"));
        assertEquals("true", wire.calls().get(1).parameter("Force"));
        assertEquals(Map.of("DetachNetworkInterface", 2L), wire.counts());
    }

    /// Failure 8: a false "index taken" when the network card is left out.
    @Test
    void attachesAlwaysNamingTheCard() {
        wire.on("AttachNetworkInterface", attached());
        assertEquals(NEW, network.attach(ENI, TARGET, new DevicePosition(1, 0), AttachmentAttributes.FRESH));
        Wire.Call call = wire.calls().getFirst();
        assertEquals(ENI.value(), call.parameter("NetworkInterfaceId"));
        assertEquals(TARGET.value(), call.parameter("InstanceId"));
        assertEquals("1", call.parameter("DeviceIndex"));
        assertEquals("0", call.parameter("NetworkCardIndex"));
        assertEquals("", call.parameter("EnaQueueCount") + call.parameter("EnaSrdSpecification.EnaSrdEnabled"));
    }

    @Test
    void attachesWithTheEnaSettingsOfTheOldAttachment() {
        wire.on("AttachNetworkInterface", attached());
        network.attach(
                ENI, TARGET, new DevicePosition(1, 0), new AttachmentAttributes(true, Optional.of(4), true, true));
        Wire.Call call = wire.calls().getFirst();
        assertEquals("4", call.parameter("EnaQueueCount"));
        assertEquals("true", call.parameter("EnaSrdSpecification.EnaSrdEnabled"));
        assertEquals("true", call.parameter("EnaSrdSpecification.EnaSrdUdpSpecification.EnaSrdUdpEnabled"));
        assertEquals(Map.of("AttachNetworkInterface", 1L), wire.counts());
    }

    /// Failure 14: one throttled request is heard of at once, by the one who paces all.
    @Test
    void aThrottledOrLostRequestIsNotRepeatedBehindOurBack() {
        wire.on("AttachNetworkInterface", Wire.ec2Error(503, "RequestLimitExceeded", "Request limit exceeded."));
        assertEquals(
                ErrorKind.THROTTLED,
                refused(() -> network.attach(ENI, TARGET, new DevicePosition(1, 0), AttachmentAttributes.FRESH)));
        wire.on("AttachNetworkInterface", Wire.SILENCE);
        assertEquals(
                ErrorKind.UNANSWERED,
                refused(() -> network.attach(ENI, TARGET, new DevicePosition(1, 0), AttachmentAttributes.FRESH)));
        wire.on("DetachNetworkInterface", Wire.ec2Error(500, "InternalError", "An internal error has occurred"));
        assertEquals(ErrorKind.UNANSWERED, refused(() -> network.detach(OLD, false)));
        wire.on("StopInstances", Wire.SILENCE);
        assertEquals(ErrorKind.UNANSWERED, refused(() -> power.stop(TARGET)));
        wire.on("StartInstances", Wire.ec2Error(503, "RequestLimitExceeded", "Request limit exceeded."));
        assertEquals(ErrorKind.THROTTLED, refused(() -> power.start(TARGET)));
        wire.on("RebootInstances", Wire.SILENCE);
        assertEquals(ErrorKind.UNANSWERED, refused(() -> power.reboot(TARGET)));
        assertEquals(
                Map.of(
                        "AttachNetworkInterface", 2L,
                        "DetachNetworkInterface", 1L,
                        "StopInstances", 1L,
                        "RebootInstances", 1L,
                        "StartInstances", 1L),
                wire.counts());
    }

    @Test
    void stopsByForceAndStartsAndReboots() {
        wire.on("StopInstances", Wire.ec2("StopInstances", "<instancesSet/>"));
        wire.on("StartInstances", Wire.ec2("StartInstances", "<instancesSet/>"));
        power.stop(TARGET);
        power.start(TARGET);
        wire.on("RebootInstances", Wire.ec2("RebootInstances", "<return>true</return>"));
        power.reboot(TARGET);
        assertEquals(TARGET.value(), wire.calls("RebootInstances").getFirst().parameter("InstanceId.1"));
        assertEquals("true", wire.calls("StopInstances").getFirst().parameter("Force"));
        assertEquals("true", wire.calls("StopInstances").getFirst().parameter("SkipOsShutdown"));
        assertEquals(1, wire.calls("StopInstances").size());
        assertEquals(TARGET.value(), wire.calls("StartInstances").getFirst().parameter("InstanceId.1"));
    }

    @Test
    void asksForAForcedStopAloneWhereSkippingTheShutdownIsRefused() {
        wire.on(
                "StopInstances",
                Wire.ec2Error(400, "UnsupportedOperation", "The operation is not supported."),
                Wire.ec2("StopInstances", "<instancesSet/>"));
        power.stop(TARGET);
        assertEquals(
                List.of("true true", "true "),
                wire.calls("StopInstances").stream()
                        .map(call -> call.parameter("Force") + " " + call.parameter("SkipOsShutdown"))
                        .toList());
    }

    @Test
    void aStopThatIsRefusedForAnotherReasonIsAskedForOnce() {
        wire.on("StopInstances", Wire.ec2Error(400, "OperationNotPermitted", "The instance may not be stopped."));
        assertThrows(AwsCallException.class, () -> power.stop(TARGET));
        assertEquals(Map.of("StopInstances", 1L), wire.counts());
        wire.on("StopInstances", Wire.ec2Error(400, "UnsupportedOperation", "It has no EBS root device."));
        assertThrows(AwsCallException.class, () -> power.stop(TARGET));
        assertEquals(Map.of("StopInstances", 2L), wire.counts());
    }

    @Test
    void restoresWhatDiffersOneAttributeARequest() {
        wire.on(
                "ModifyNetworkInterfaceAttribute",
                Wire.ec2("ModifyNetworkInterfaceAttribute", "<return>true</return>"));
        network.restore(ENI, NEW, AttachmentAttributes.FRESH);
        network.restore(ENI, NEW, new AttachmentAttributes(true, Optional.empty(), false, false));
        assertEquals(Map.of(), wire.counts());
        network.restore(ENI, NEW, new AttachmentAttributes(false, Optional.of(4), true, true));
        assertEquals("4", wire.calls().get(0).parameter("Attachment.EnaQueueCount"));
        assertEquals(NEW.value(), wire.calls().get(0).parameter("Attachment.AttachmentId"));
        assertEquals("true", wire.calls().get(1).parameter("EnaSrdSpecification.EnaSrdEnabled"));
        assertEquals(
                "true", wire.calls().get(1).parameter("EnaSrdSpecification.EnaSrdUdpSpecification.EnaSrdUdpEnabled"));
        assertEquals(2, wire.calls().size());
    }

    @Test
    void makesAnEniOutliveItsHolder() {
        wire.on(
                "ModifyNetworkInterfaceAttribute",
                Wire.ec2("ModifyNetworkInterfaceAttribute", "<return>true</return>"));
        network.keepOnTermination(ENI, OLD);
        assertEquals("false", wire.calls().getFirst().parameter("Attachment.DeleteOnTermination"));
        assertEquals(OLD.value(), wire.calls().getFirst().parameter("Attachment.AttachmentId"));
    }

    @Test
    void aRehearsalChangesNothingAndSeesAMissingPermission() {
        Wire.Reply allowed = Wire.ec2Error(412, "DryRunOperation", "Request would have succeeded");
        wire.on("DetachNetworkInterface", allowed);
        wire.on("AttachNetworkInterface", allowed);
        network.dryRunMove(ENI, OLD, TARGET, new DevicePosition(1, 0));
        wire.calls().forEach(call -> assertEquals("true", call.parameter("DryRun")));
        wire.on("AttachNetworkInterface", Wire.ec2Error(400, "InvalidNetworkInterface.InUse", "in use"));
        network.dryRunMove(ENI, OLD, TARGET, new DevicePosition(1, 0));
        wire.on("AttachNetworkInterface", Wire.ec2Error(403, "UnauthorizedOperation", "You are not authorized"));
        assertEquals(ErrorKind.DENIED, refused(() -> network.dryRunMove(ENI, OLD, TARGET, new DevicePosition(1, 0))));
    }

    private static ErrorKind refused(Runnable request) {
        return assertThrows(AwsCallException.class, request::run).refusal();
    }

    private static Wire.Reply attached() {
        return Wire.ec2(
                "AttachNetworkInterface",
                "<attachmentId>" + NEW + "</attachmentId><networkCardIndex>0</networkCardIndex>");
    }
}
