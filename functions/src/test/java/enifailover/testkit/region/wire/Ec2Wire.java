package enifailover.testkit.region.wire;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.ec2.Attaching;
import enifailover.testkit.region.ec2.Attachment;
import enifailover.testkit.region.ec2.Attachment.Attributes;
import enifailover.testkit.region.ec2.Creating.Blueprint;
import enifailover.testkit.region.ec2.Describing.Seen;
import enifailover.testkit.region.ec2.Ec2;
import enifailover.testkit.region.ec2.FlowLog;
import enifailover.testkit.region.ec2.Instance;
import enifailover.testkit.region.ec2.InstanceType;
import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.Query;
import enifailover.testkit.region.ec2.Query.Page;
import enifailover.testkit.region.ec2.RouteTable;
import enifailover.testkit.region.ec2.Subnet;
import enifailover.testkit.region.ec2.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// EC2's query protocol.
final class Ec2Wire {
    private final Region region;

    Ec2Wire(Region region) {
        this.region = region;
    }

    WireResponse answer(WireRequest request, Caller caller) {
        Form form = Form.parse(request.text());
        String action = form.text("Action");
        try {
            Consumer<Xml> content = carryOut(action, form, region.ec2(caller));
            Xml xml = new Xml();
            xml.in(
                    action + "Response",
                    in -> content.accept(in.tag("requestId", "00000000-0000-4000-8000-000000000000")));
            return WireResponse.xml(200, xml.toString());
        } catch (AwsError error) {
            Xml xml = new Xml();
            xml.in("Response", response -> response.in(
                            "Errors",
                            errors -> errors.in(
                                    "Error", in -> in.tag("Code", error.code()).tag("Message", error.message())))
                    .tag("RequestID", "00000000-0000-4000-8000-000000000000"));
            return WireResponse.xml(error.status(), xml.toString());
        }
    }

    private static Consumer<Xml> carryOut(String action, Form form, Ec2 ec2) {
        boolean dryRun = form.flag("DryRun");
        return switch (action) {
            case "DescribeNetworkInterfaces" -> {
                Page<NetworkInterface> page = ec2.describeNetworkInterfaces(query(form, "NetworkInterfaceId"));
                yield xml -> xml.list("networkInterfaceSet", page.items(), Ec2Xml::taggedEni)
                        .tag("nextToken", page.nextToken());
            }
            case "DescribeInstances" -> {
                Page<Seen> page = ec2.describeInstances(query(form, "InstanceId"));
                yield xml -> xml.list("reservationSet", page.items(), (item, seen) -> item.tag(
                                        "reservationId", seen.instance().id().replaceFirst("i", "r"))
                                .in("instancesSet", set -> set.in("item", one -> Ec2Xml.instance(one, seen))))
                        .tag("nextToken", page.nextToken());
            }
            case "DescribeInstanceStatus" -> {
                Page<Instance> page =
                        ec2.describeInstanceStatus(query(form, "InstanceId"), form.flag("IncludeAllInstances"));
                yield xml -> xml.list("instanceStatusSet", page.items(), Ec2Xml::status)
                        .tag("nextToken", page.nextToken());
            }
            case "DescribeSubnets" -> {
                Page<Subnet> page = ec2.describeSubnets(query(form, "SubnetId"));
                yield xml -> xml.list("subnetSet", page.items(), Ec2Xml::subnet).tag("nextToken", page.nextToken());
            }
            case "DescribeInstanceTypes" -> {
                Page<InstanceType> page = ec2.describeInstanceTypes(query(form, "InstanceType"));
                yield xml ->
                        xml.list("instanceTypeSet", page.items(), Ec2Xml::type).tag("nextToken", page.nextToken());
            }
            case "DescribeRouteTables" -> {
                Page<RouteTable> page = ec2.describeRouteTables(query(form, "RouteTableId"));
                yield xml -> xml.list("routeTableSet", page.items(), Ec2AroundXml::table)
                        .tag("nextToken", page.nextToken());
            }
            case "DescribeVolumes" -> {
                Page<Volume> page = ec2.describeVolumes(query(form, "VolumeId"));
                yield xml -> xml.list("volumeSet", page.items(), Ec2AroundXml::volume)
                        .tag("nextToken", page.nextToken());
            }
            case "DescribeFlowLogs" -> {
                Page<FlowLog> page = ec2.describeFlowLogs(query(form, "FlowLogId"));
                yield xml ->
                        xml.list("flowLogSet", page.items(), Ec2AroundXml::log).tag("nextToken", page.nextToken());
            }
            case "ModifyInstanceMaintenanceOptions" -> {
                ec2.maintain(form.required("InstanceId"), form.text("AutoRecovery"), dryRun);
                yield xml ->
                        xml.tag("instanceId", form.text("InstanceId")).tag("autoRecovery", form.text("AutoRecovery"));
            }
            case "DescribeAddresses" -> {
                var enis = ec2.describeAddresses();
                yield xml -> xml.in("addressesSet", set -> enis.forEach(eni -> Ec2Actions.elastic(set, eni)));
            }
            case "AttachNetworkInterface" -> {
                Attachment attachment = ec2.attach(attachRequest(form, dryRun));
                yield xml -> xml.tag("attachmentId", attachment.id()).tag("networkCardIndex", attachment.networkCard());
            }
            case "DetachNetworkInterface" -> {
                ec2.detach(form.required("AttachmentId"), form.flag("Force"), dryRun);
                yield xml -> xml.tag("return", true);
            }
            case "ModifyNetworkInterfaceAttribute" -> {
                ec2.modify(form.required("NetworkInterfaceId"), Ec2Actions.changes(form), dryRun);
                yield xml -> xml.tag("return", true);
            }
            case "CreateTags" -> {
                ec2.tag(form.list("ResourceId"), form.tags("Tag"));
                yield xml -> xml.tag("return", true);
            }
            case "DeleteTags" -> {
                ec2.untag(form.list("ResourceId"), List.copyOf(form.tags("Tag").keySet()));
                yield xml -> xml.tag("return", true);
            }
            case "StartInstances" -> Ec2Actions.changed(ec2.start(form.list("InstanceId"), dryRun));
            case "StopInstances" ->
                Ec2Actions.changed(
                        ec2.stop(form.list("InstanceId"), form.flag("Force"), form.flag("SkipOsShutdown"), dryRun));
            case "DescribeInstanceAttribute" -> {
                String id = form.required("InstanceId");
                if (!form.required("Attribute").equals("disableApiStop")) {
                    throw AwsError.refused("InvalidParameterValue", "this region knows disableApiStop alone");
                }
                boolean value = ec2.disableApiStop(id);
                yield xml -> xml.tag("instanceId", id).in("disableApiStop", in -> in.tag("value", value));
            }
            case "DescribeSpotInstanceRequests" -> {
                List<Instance> spot = ec2.describeSpotInstanceRequests(query(form, "SpotInstanceRequestId"));
                yield xml -> xml.list("spotInstanceRequestSet", spot, Ec2Xml::spotRequest);
            }
            case "RebootInstances" -> {
                ec2.reboot(form.list("InstanceId"), dryRun);
                yield xml -> xml.tag("return", true);
            }
            case "TerminateInstances" -> Ec2Actions.changed(ec2.terminate(form.list("InstanceId"), dryRun));
            case "CreateVpc" -> {
                String id = ec2.createVpc(form.required("CidrBlock"));
                yield xml -> xml.in("vpc", vpc -> vpc.tag("vpcId", id).tag("state", "available"));
            }
            case "CreateSubnet" -> {
                Subnet subnet = ec2.createSubnet(
                        form.required("VpcId"),
                        form.required("CidrBlock"),
                        Objects.requireNonNullElse(form.get("AvailabilityZone"), "eu-west-1a"));
                yield xml -> xml.in("subnet", in -> Ec2Xml.subnet(in, subnet));
            }
            case "CreateNetworkInterface" -> {
                NetworkInterface eni = ec2.createNetworkInterface(blueprint(form));
                yield xml -> xml.in("networkInterface", in -> Ec2Xml.taggedEni(in, eni));
            }
            case "RunInstances" -> {
                int count = Objects.requireNonNullElse(form.number("MaxCount"), 1);
                List<Instance> launched = ec2.run(
                        form.required("SubnetId"), form.required("InstanceType"), count, form.tagsFor("instance"));
                yield xml -> xml.tag("reservationId", "r-00000000000000001")
                        .list("instancesSet", launched, (item, one) -> Ec2Xml.instance(item, new Seen(one, List.of())));
            }
            default ->
                throw AwsError.refused("InvalidAction", "The action " + action + " is not valid for this web service.");
        };
    }

    private static Query query(Form form, String ids) {
        return new Query(form.list(ids), form.filters(), form.number("MaxResults"), form.get("NextToken"));
    }

    private static Attaching.Request attachRequest(Form form, boolean dryRun) {
        Attributes attributes = new Attributes(
                false,
                form.number("EnaQueueCount"),
                form.flag("EnaSrdSpecification.EnaSrdEnabled"),
                form.flag("EnaSrdSpecification.EnaSrdUdpSpecification.EnaSrdUdpEnabled"));
        Integer index = form.number("DeviceIndex");
        if (index == null) {
            throw AwsError.refused("MissingParameter", "The request must contain the parameter deviceIndex");
        }
        return new Attaching.Request(
                form.required("NetworkInterfaceId"),
                form.required("InstanceId"),
                index,
                form.number("NetworkCardIndex"),
                attributes,
                dryRun);
    }

    private static Blueprint blueprint(Form form) {
        List<String> addresses = new ArrayList<>();
        String primary = form.get("PrivateIpAddress");
        if (primary != null) {
            addresses.add(primary);
        }
        for (int i = 1; form.get("PrivateIpAddresses." + i + ".PrivateIpAddress") != null; i++) {
            String address = form.text("PrivateIpAddresses." + i + ".PrivateIpAddress");
            if (form.flag("PrivateIpAddresses." + i + ".Primary")) {
                addresses.addFirst(address);
            } else {
                addresses.add(address);
            }
        }
        Map<String, String> tags = form.tagsFor("network-interface");
        String type = Objects.requireNonNullElse(form.get("InterfaceType"), "interface");
        return new Blueprint(form.required("SubnetId"), form.text("Description"), addresses, tags, type);
    }
}
