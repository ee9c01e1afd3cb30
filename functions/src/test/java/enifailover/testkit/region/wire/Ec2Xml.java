package enifailover.testkit.region.wire;

import enifailover.testkit.region.ec2.Attachment;
import enifailover.testkit.region.ec2.Attachment.Attributes;
import enifailover.testkit.region.ec2.Checks;
import enifailover.testkit.region.ec2.Describing;
import enifailover.testkit.region.ec2.Describing.Seen;
import enifailover.testkit.region.ec2.Instance;
import enifailover.testkit.region.ec2.InstanceType;
import enifailover.testkit.region.ec2.Inventory;
import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.NetworkInterface.Address;
import enifailover.testkit.region.ec2.Subnet;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;

/// EC2's things as XML.
final class Ec2Xml {
    private Ec2Xml() {}

    static void tags(Xml xml, Map<String, String> tags) {
        xml.list("tagSet", tags.entrySet(), (item, tag) -> item.tag("key", tag.getKey())
                .tag("value", tag.getValue()));
    }

    /// An ENI by itself, with its tags, which an instance's description leaves out.
    static void taggedEni(Xml xml, NetworkInterface eni) {
        eni(xml, eni);
        tags(xml, eni.tags());
    }

    static void eni(Xml xml, NetworkInterface eni) {
        xml.tag("networkInterfaceId", eni.id())
                .tag("subnetId", eni.subnetId())
                .tag("vpcId", eni.vpcId())
                .tag("availabilityZone", eni.zone())
                .tag("description", eni.description())
                .tag("ownerId", Inventory.ACCOUNT)
                .tag("requesterManaged", eni.requesterManaged())
                .tag("status", eni.status())
                .tag("macAddress", eni.mac())
                .tag("privateIpAddress", eni.addresses().isEmpty() ? null : eni.primaryAddress())
                .tag("sourceDestCheck", eni.sourceDestCheck())
                .tag("interfaceType", eni.interfaceType());
        if (eni.ipv6Only()) {
            xml.tag("ipv6Native", true).tag("ipv6Address", eni.ipv6().getFirst());
        }
        xml.list("groupSet", eni.groups(), (item, id) -> item.tag("groupId", id).tag("groupName", "default"));
        Attachment attachment = eni.attachment();
        if (attachment != null) {
            xml.in("attachment", in -> attachment(in, attachment));
        }
        // EC2 tells the primary address's Elastic IP twice: of the interface, and of the address.
        eni.addresses().stream()
                .filter(address -> address.ip().equals(eni.primaryAddress())
                        && !address.elastic().isEmpty())
                .forEach(address -> xml.in("association", in -> association(in, address)));
        xml.list("privateIpAddressesSet", eni.addresses(), (item, address) -> {
            item.tag("privateIpAddress", address.ip())
                    .tag("primary", address.ip().equals(eni.primaryAddress()));
            if (!address.elastic().isEmpty()) {
                item.in("association", in -> association(in, address));
            }
        });
        xml.list("ipv6AddressesSet", eni.ipv6(), (item, ip) -> item.tag("ipv6Address", ip));
        xml.list("ipv4PrefixSet", prefixes(eni, false), (item, block) -> item.tag("ipv4Prefix", block));
        xml.list("ipv6PrefixSet", prefixes(eni, true), (item, block) -> item.tag("ipv6Prefix", block));
    }

    private static Iterable<String> prefixes(NetworkInterface eni, boolean v6) {
        return eni.prefixes().stream()
                .filter(block -> block.contains(":") == v6)
                .toList();
    }

    static String allocationOf(Address address) {
        return "eipalloc-0%016x".formatted(address.elastic().hashCode() & 0xffffffffL);
    }

    private static void association(Xml xml, Address address) {
        xml.tag("publicIp", address.elastic())
                .tag("ipOwnerId", Inventory.ACCOUNT)
                .tag("allocationId", allocationOf(address))
                .tag("associationId", allocationOf(address).replace("alloc", "assoc"));
    }

    private static void attachment(Xml xml, Attachment attachment) {
        Attributes own = attachment.attributes();
        xml.tag("attachmentId", attachment.id())
                .tag("instanceId", attachment.instanceId())
                .tag("instanceOwnerId", Inventory.ACCOUNT)
                .tag("deviceIndex", attachment.deviceIndex())
                .tag("networkCardIndex", attachment.networkCard())
                .tag("status", attachment.status().word())
                .tag("attachTime", attachment.since())
                .tag("deleteOnTermination", own.deleteOnTermination())
                .tag("enaQueueCount", own.enaQueueCount());
        if (own.enaSrd()) {
            xml.in("enaSrdSpecification", srd -> srd.tag("enaSrdEnabled", true)
                    .in("enaSrdUdpSpecification", udp -> udp.tag("enaSrdUdpEnabled", own.enaSrdUdp())));
        }
    }

    static void state(Xml xml, String name, Instance instance) {
        xml.in(name, in -> in.tag("code", instance.state().code())
                .tag("name", instance.state().word()));
    }

    static void instance(Xml xml, Seen seen) {
        Instance instance = seen.instance();
        xml.tag("instanceId", instance.id()).tag("imageId", "ami-00000000000000001");
        state(xml, "instanceState", instance);
        xml.tag("instanceType", instance.type())
                .tag("launchTime", instance.launched())
                .tag("subnetId", instance.subnetId())
                .tag("vpcId", instance.vpcId())
                .tag("architecture", "x86_64");
        xml.in("placement", in -> in.tag("availabilityZone", instance.zone()).tag("tenancy", "default"));
        if (!instance.reason().isEmpty()) {
            String code =
                    instance.reason().substring(0, Math.max(0, instance.reason().indexOf(':')));
            xml.in("stateReason", in -> in.tag("code", code).tag("message", instance.reason()));
        }
        xml.tag("rootDeviceType", instance.options().rootDevice());
        if (!instance.lifecycle().isEmpty()) {
            xml.tag("instanceLifecycle", instance.lifecycle()).tag("spotInstanceRequestId", instance.spotRequestId());
        }
        if (!instance.options().platform().isEmpty()) {
            xml.tag("platform", instance.options().platform());
        }
        xml.in("maintenanceOptions", in -> in.tag("autoRecovery", instance.autoRecovery()));
        tags(xml, instance.tags());
        xml.list("networkInterfaceSet", seen.interfaces(), Ec2Xml::eni);
    }

    static void spotRequest(Xml xml, Instance instance) {
        xml.tag("spotInstanceRequestId", instance.spotRequestId())
                .tag("type", instance.options().spotRequest())
                .tag("state", "active")
                .tag("instanceId", instance.id());
    }

    static void status(Xml xml, Instance instance) {
        xml.tag("instanceId", instance.id()).tag("availabilityZone", instance.zone());
        xml.list("eventsSet", instance.scheduled(), (item, event) -> item.tag("instanceEventId", event.id())
                .tag("code", event.code())
                .tag("description", event.description())
                .tag("notBefore", event.notBefore())
                .tag("notAfter", event.notAfter()));
        state(xml, "instanceState", instance);
        check(xml, "systemStatus", instance, Checks.Kind.SYSTEM);
        check(xml, "instanceStatus", instance, Checks.Kind.INSTANCE);
        check(xml, "attachedEbsStatus", instance, Checks.Kind.ATTACHED_EBS);
    }

    private static void check(Xml xml, String name, Instance instance, Checks.Kind kind) {
        String word = Describing.status(instance, kind);
        Instant since = instance.checks().impairedSince(kind);
        xml.in(name, in -> {
            in.tag("status", word);
            if (!word.equals("not-applicable")) {
                String detail = word.equals("ok") ? "passed" : word.equals("impaired") ? "failed" : word;
                in.in(
                        "details",
                        details -> details.in("item", item -> item.tag("name", "reachability")
                                .tag("status", detail)
                                .tag("impairedSince", since)));
            }
        });
    }

    static void subnet(Xml xml, Subnet subnet) {
        xml.tag("subnetId", subnet.id())
                .tag("vpcId", subnet.vpcId())
                .tag("availabilityZone", subnet.zone())
                .tag("cidrBlock", subnet.ipv6Only() ? null : subnet.cidr())
                .tag("ipv6Native", subnet.ipv6Only())
                .tag("state", "available");
        if (!subnet.ipv6Cidr().isEmpty()) {
            xml.in(
                    "ipv6CidrBlockAssociationSet",
                    set -> set.in("item", item -> item.tag("ipv6CidrBlock", subnet.ipv6Cidr())
                            .in("ipv6CidrBlockState", in -> in.tag("state", "associated"))));
        }
        tags(xml, subnet.tags());
    }

    static void type(Xml xml, InstanceType type) {
        xml.tag("instanceType", type.name()).tag("autoRecoverySupported", type.recovers());
        xml.in("networkInfo", info -> {
            info.tag("maximumNetworkInterfaces", type.interfaces())
                    .tag("maximumNetworkCards", type.interfacesPerCard().size())
                    .tag("defaultNetworkCardIndex", 0)
                    .tag("ipv4AddressesPerInterface", type.ipv4())
                    .tag("ipv6AddressesPerInterface", type.ipv6())
                    .tag("ipv6Supported", true)
                    .tag("efaSupported", type.efa())
                    .tag("enaSupport", "required");
            info.list(
                    "networkCards",
                    IntStream.range(0, type.interfacesPerCard().size()).boxed().toList(),
                    (item, card) -> item.tag("networkCardIndex", card)
                            .tag(
                                    "maximumNetworkInterfaces",
                                    type.interfacesPerCard().get(card)));
        });
    }
}
