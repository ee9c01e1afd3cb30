package enifailover.testkit.region.wire;

import enifailover.testkit.region.ec2.FlowLog;
import enifailover.testkit.region.ec2.Inventory;
import enifailover.testkit.region.ec2.RouteTable;
import enifailover.testkit.region.ec2.RouteTable.Route;
import enifailover.testkit.region.ec2.Volume;
import java.util.List;
import java.util.stream.Stream;

/// What is around EC2's ENIs and instances, as XML. Source: D, EC2 API, RouteTable, Route, FlowLog, Volume.
final class Ec2AroundXml {
    private Ec2AroundXml() {}

    static void table(Xml xml, RouteTable table) {
        xml.tag("routeTableId", table.id()).tag("vpcId", table.vpcId()).tag("ownerId", Inventory.ACCOUNT);
        xml.list("routeSet", table.routes(), Ec2AroundXml::route);
        // D: the main table's implicit association names no subnet.
        xml.list(
                "associationSet",
                Stream.concat(table.main() ? Stream.of("") : Stream.empty(), table.subnets().stream())
                        .toList(),
                (item, subnet) -> item.tag("routeTableAssociationId", association(table, subnet))
                        .tag("routeTableId", table.id())
                        .tag("subnetId", subnet.isEmpty() ? null : subnet)
                        .tag("main", subnet.isEmpty())
                        .in("associationState", in -> in.tag("state", "associated")));
        Ec2Xml.tags(xml, table.tags());
    }

    private static String association(RouteTable table, String subnet) {
        return "rtbassoc-0%016x".formatted((table.id() + subnet).hashCode() & 0xffffffffL);
    }

    private static void route(Xml xml, Route route) {
        String destination = route.destination();
        xml.tag(
                        destination.startsWith("pl-")
                                ? "destinationPrefixListId"
                                : destination.contains(":") ? "destinationIpv6CidrBlock" : "destinationCidrBlock",
                        destination)
                .tag(target(route.target()), route.target())
                .tag("instanceId", route.instance().isEmpty() ? null : route.instance())
                .tag("state", route.state())
                .tag("origin", route.target().equals("local") ? "CreateRouteTable" : "CreateRoute");
    }

    /// Which member names a target of that kind.
    private static String target(String id) {
        return switch (id.substring(0, Math.max(0, id.indexOf('-')))) {
            case "eni" -> "networkInterfaceId";
            case "nat" -> "natGatewayId";
            case "eigw" -> "egressOnlyInternetGatewayId";
            case "tgw" -> "transitGatewayId";
            case "pcx" -> "vpcPeeringConnectionId";
            default -> "gatewayId"; // local, igw-, vgw-, vpce-
        };
    }

    static void volume(Xml xml, Volume volume) {
        boolean encrypted = !volume.kmsKeyId().isEmpty();
        xml.tag("volumeId", volume.id())
                .tag("encrypted", encrypted)
                .tag("kmsKeyId", encrypted ? volume.kmsKeyId() : null)
                .tag("status", "in-use");
        xml.list("attachmentSet", List.of(volume.instanceId()), (item, instance) -> item.tag("volumeId", volume.id())
                .tag("instanceId", instance)
                .tag("status", "attached"));
    }

    static void log(Xml xml, FlowLog log) {
        xml.tag("flowLogId", log.id())
                .tag("flowLogStatus", "ACTIVE")
                .tag("resourceId", log.resourceId())
                .tag("trafficType", log.traffic())
                .tag("logDestinationType", "cloud-watch-logs")
                .tag("logGroupName", log.logGroup())
                .tag("deliverLogsStatus", log.delivery())
                .tag("deliverLogsErrorMessage", log.delivery().equals("FAILED") ? "Access error" : null)
                .tag("maxAggregationInterval", 600);
    }
}
