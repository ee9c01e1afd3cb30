package enifailover.testkit.region.wire;

import enifailover.testkit.region.ec2.Attachment;
import enifailover.testkit.region.ec2.Changing.Change;
import enifailover.testkit.region.ec2.Instance;
import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.NetworkInterface.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The wordier of EC2's actions.
final class Ec2Actions {
    private Ec2Actions() {}

    static List<Change> changes(Form form) {
        List<Change> changes = new ArrayList<>();
        String attachment = form.text("Attachment.AttachmentId");
        if (form.get("Attachment.DeleteOnTermination") != null) {
            changes.add(new Change.DeleteOnTermination(attachment, form.flag("Attachment.DeleteOnTermination")));
        }
        if (form.flag("Attachment.DefaultEnaQueueCount")) {
            changes.add(new Change.EnaQueueCount(attachment, null));
        } else if (form.get("Attachment.EnaQueueCount") != null) {
            changes.add(new Change.EnaQueueCount(attachment, form.number("Attachment.EnaQueueCount")));
        }
        if (form.get("EnaSrdSpecification.EnaSrdEnabled") != null) {
            changes.add(new Change.EnaSrd(
                    form.flag("EnaSrdSpecification.EnaSrdEnabled"),
                    form.flag("EnaSrdSpecification.EnaSrdUdpSpecification.EnaSrdUdpEnabled")));
        }
        if (form.get("SourceDestCheck.Value") != null) {
            changes.add(new Change.SourceDestCheck(form.flag("SourceDestCheck.Value")));
        }
        String description = form.get("Description.Value");
        if (description != null) {
            changes.add(new Change.Description(description));
        }
        if (!form.list("SecurityGroupId").isEmpty()) {
            changes.add(new Change.Groups(form.list("SecurityGroupId")));
        }
        return changes;
    }

    static Consumer<Xml> changed(List<Instance> instances) {
        return xml -> xml.list("instancesSet", instances, (item, instance) -> {
            item.tag("instanceId", instance.id());
            Ec2Xml.state(item, "currentState", instance);
        });
    }

    static void elastic(Xml set, NetworkInterface eni) {
        Attachment attachment = eni.attachment();
        for (Address address : eni.addresses()) {
            if (!address.elastic().isEmpty()) {
                set.in("item", item -> item.tag("publicIp", address.elastic())
                        .tag("allocationId", Ec2Xml.allocationOf(address))
                        .tag("domain", "vpc")
                        .tag("networkInterfaceId", eni.id())
                        .tag("privateIpAddress", address.ip())
                        .tag("instanceId", attachment == null ? null : attachment.instanceId()));
            }
        }
    }
}
