package enifailover.aws.ec2;

import enifailover.aws.client.Wire;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Pieces of EC2's answers, as its API reference prints them.
final class Ec2Answers {
    private Ec2Answers() {}

    static Wire.Reply interfaces(String... items) {
        return Wire.ec2(
                "DescribeNetworkInterfaces",
                "<networkInterfaceSet>" + String.join("", items) + "</networkInterfaceSet>");
    }

    static Wire.Reply instances(String... items) {
        return Wire.ec2(
                "DescribeInstances",
                "<reservationSet>"
                        + Arrays.stream(items)
                                .map(item -> "<item><instancesSet>" + item + "</instancesSet></item>")
                                .collect(Collectors.joining())
                        + "</reservationSet>");
    }

    static Wire.Reply statuses(String... items) {
        return Wire.ec2(
                "DescribeInstanceStatus", "<instanceStatusSet>" + String.join("", items) + "</instanceStatusSet>");
    }

    /// An ENI with everything that an ENI can have, on an instance.
    static String eni(String id, String group, String holder) {
        return eni(id, group, "interface", attachment(holder, ""));
    }

    static String eni(String id, String group, String type, String attachment) {
        return "<item><networkInterfaceId>" + id + "</networkInterfaceId><subnetId>subnet-1</subnetId>"
                + "<vpcId>vpc-1</vpcId><availabilityZone>eu-west-1a</availabilityZone>"
                + "<requesterManaged>false</requesterManaged><status>" + (attachment.isEmpty() ? "available" : "in-use")
                + "</status><macAddress>02:AB:00:00:00:01</macAddress><privateIpAddress>10.0.0.10</privateIpAddress>"
                + "<association><publicIp>198.51.100.7</publicIp></association>" + attachment
                + "<tagSet><item><key>eni-failover:group</key><value>" + group + "</value></item>"
                + "<item><key>empty</key><value/></item></tagSet><privateIpAddressesSet>"
                + "<item><privateIpAddress>10.0.0.11</privateIpAddress><primary>false</primary></item>"
                + "<item><privateIpAddress>10.0.0.10</privateIpAddress><primary>true</primary></item>"
                + "</privateIpAddressesSet>"
                + "<ipv4PrefixSet><item><ipv4Prefix>10.0.0.16/28</ipv4Prefix></item></ipv4PrefixSet>"
                + "<ipv6AddressesSet><item><ipv6Address>2001:db8::10</ipv6Address></item></ipv6AddressesSet>"
                + "<ipv6PrefixSet><item><ipv6Prefix>2001:db8:0:0:1::/80</ipv6Prefix></item></ipv6PrefixSet>"
                + "<interfaceType>" + type + "</interfaceType></item>";
    }

    /// @param more further fields of the attachment
    static String attachment(String holder, String more) {
        return "<attachment><attachmentId>eni-attach-0a1b2c3d4e5f60701</attachmentId><instanceId>" + holder
                + "</instanceId><deviceIndex>1</deviceIndex><networkCardIndex>0</networkCardIndex>"
                + "<status>attached</status><deleteOnTermination>true</deleteOnTermination>" + more + "</attachment>";
    }

    static String instance(String id, String groups) {
        return "<item><instanceId>" + id + "</instanceId><instanceState><code>16</code><name>running</name>"
                + "</instanceState><instanceType>m5.large</instanceType><placement>"
                + "<availabilityZone>eu-west-1a</availabilityZone></placement><vpcId>vpc-1</vpcId><tagSet><item>"
                + "<key>eni-failover:group</key><value>" + groups + "</value></item></tagSet><networkInterfaceSet>"
                + "<item><attachment><deviceIndex>0</deviceIndex><networkCardIndex>0</networkCardIndex></attachment>"
                + "</item><item><attachment><deviceIndex>1</deviceIndex><networkCardIndex>1</networkCardIndex>"
                + "</attachment></item></networkInterfaceSet></item>";
    }

    static String healthy(String id) {
        return status(id, "ok", "", "");
    }

    static String status(String id, String system, String details, String events) {
        return "<item><instanceId>" + id + "</instanceId><instanceState><name>running</name></instanceState>"
                + "<eventsSet>" + events + "</eventsSet><systemStatus><status>" + system + "</status><details>"
                + details + "</details></systemStatus><instanceStatus><status>ok</status></instanceStatus>"
                + "<attachedEbsStatus><status>not-applicable</status></attachedEbsStatus></item>";
    }

    static Wire.Reply types() {
        return Wire.ec2(
                "DescribeInstanceTypes",
                "<instanceTypeSet><item><instanceType>m5.large</instanceType><networkInfo>"
                        + "<maximumNetworkInterfaces>3</maximumNetworkInterfaces>"
                        + "<ipv4AddressesPerInterface>10</ipv4AddressesPerInterface>"
                        + "<ipv6AddressesPerInterface>10</ipv6AddressesPerInterface><networkCards>"
                        + "<item><networkCardIndex>0</networkCardIndex>"
                        + "<maximumNetworkInterfaces>3</maximumNetworkInterfaces></item></networkCards>"
                        + "</networkInfo></item></instanceTypeSet>");
    }

    static Wire.Reply subnets(String ipv6) {
        return Wire.ec2(
                "DescribeSubnets",
                "<subnetSet><item><subnetId>subnet-1</subnetId><cidrBlock>10.0.0.0/24</cidrBlock>"
                        + "<ipv6CidrBlockAssociationSet><item><ipv6CidrBlock>2001:db8:ffff::/64</ipv6CidrBlock>"
                        + "<ipv6CidrBlockState><state>disassociated</state></ipv6CidrBlockState></item><item>"
                        + "<ipv6CidrBlock>" + ipv6 + "</ipv6CidrBlock><ipv6CidrBlockState><state>associated</state>"
                        + "</ipv6CidrBlockState></item></ipv6CidrBlockAssociationSet></item></subnetSet>");
    }

    static Wire.Reply agents(String... idsAndPings) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < idsAndPings.length; i += 2) {
            list.append(i == 0 ? "" : ",")
                    .append("{\"InstanceId\":\"")
                    .append(idsAndPings[i])
                    .append("\",\"PingStatus\":\"")
                    .append(idsAndPings[i + 1])
                    .append("\",\"PlatformType\":\"Linux\"}");
        }
        return new Wire.Reply(200, "{\"InstanceInformationList\":[" + list + "]}");
    }
}
