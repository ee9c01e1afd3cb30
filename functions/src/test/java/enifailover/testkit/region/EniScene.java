package enifailover.testkit.region;

import enifailover.testkit.region.ec2.Attachment.Attributes;
import enifailover.testkit.region.ec2.NetworkInterface.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An ENI to be.
public final class EniScene {
    final String id;
    String subnet = "";
    String mac = "";
    String type = "interface";
    String description = "";
    final List<Address> addresses = new ArrayList<>();
    final List<String> ipv6 = new ArrayList<>();
    final List<String> prefixes = new ArrayList<>();
    final Map<String, String> tags = new LinkedHashMap<>();
    boolean sourceDestCheck = true;
    boolean requesterManaged;
    String holder = "";
    int deviceIndex;
    int networkCard;
    Attributes attributes = Attributes.FRESH;

    EniScene(String id) {
        this.id = id;
    }

    /// Its subnet; the first one where nothing is said.
    public EniScene subnet(String subnetId) {
        subnet = subnetId;
        return this;
    }

    /// Its MAC address; one of EC2's choice where nothing is said.
    public EniScene mac(String address) {
        mac = address;
        return this;
    }

    /// Its description.
    public EniScene description(String message) {
        description = message;
        return this;
    }

    /// A private address, the first one its primary; one of EC2's choice where nothing is said and it has any.
    public EniScene address(String ip) {
        addresses.add(new Address(ip, ""));
        return this;
    }

    /// A private address with an Elastic IP.
    public EniScene address(String ip, String elasticIp) {
        addresses.add(new Address(ip, elasticIp));
        return this;
    }

    /// An IPv6 address.
    public EniScene ipv6(String address) {
        ipv6.add(address);
        return this;
    }

    /// A delegated prefix, IPv4 or IPv6.
    public EniScene prefix(String block) {
        prefixes.add(block);
        return this;
    }

    /// A tag.
    public EniScene tag(String key, String value) {
        tags.put(key, value);
        return this;
    }

    /// Source/destination check off.
    public EniScene forwards() {
        sourceDestCheck = false;
        return this;
    }

    /// Its type in EC2's words: `efa`, `efa-only`, `trunk`, `branch`; an ordinary `interface` where nothing is said.
    public EniScene type(String interfaceType) {
        type = interfaceType;
        return this;
    }

    /// An AWS service owns it.
    public EniScene requesterManaged() {
        requesterManaged = true;
        return this;
    }

    /// Attached, on card 0.
    public EniScene on(String instanceId, int index) {
        return on(instanceId, index, 0);
    }

    /// Attached.
    public EniScene on(String instanceId, int index, int card) {
        holder = instanceId;
        deviceIndex = index;
        networkCard = card;
        return this;
    }

    /// What belongs to its attachment.
    public EniScene attributes(Attributes ofAttachment) {
        attributes = ofAttachment;
        return this;
    }

    /// Terminating the holder destroys it.
    public EniScene deleteOnTermination() {
        return attributes(
                new Attributes(true, attributes.enaQueueCount(), attributes.enaSrd(), attributes.enaSrdUdp()));
    }
}
