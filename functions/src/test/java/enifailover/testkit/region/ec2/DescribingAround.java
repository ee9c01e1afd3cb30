package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.AsOf;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.ec2.RouteTable.Route;
import java.util.List;
import java.util.Map;

/// The describes of what is around ENIs and instances: types, route tables, flow logs.
final class DescribingAround {
    /// D: DescribeInstanceTypes and DescribeRouteTables take pages of 5 to 100.
    private static final int SMALL_PAGE = 100;

    private final Inventory inventory;

    private final Filters<InstanceType> typeFilters = new Filters<InstanceType>(_ -> Map.of())
            .one("instance-type", InstanceType::name)
            .one("auto-recovery-supported", type -> Boolean.toString(type.recovers()));

    private final Filters<RouteTable> tableFilters = new Filters<>(RouteTable::tags)
            .one("route-table-id", RouteTable::id)
            .one("vpc-id", RouteTable::vpcId)
            .one("owner-id", _ -> Inventory.ACCOUNT)
            // D: a subnet that has no table of its own is associated with none, and the main table does not list it.
            .many("association.subnet-id", RouteTable::subnets)
            .many("association.main", table -> List.of(Boolean.toString(table.main())))
            .many(
                    "route.state",
                    table -> table.routes().stream().map(Route::state).toList());

    private final Filters<FlowLog> logFilters = new Filters<FlowLog>(_ -> Map.of())
            .one("flow-log-id", FlowLog::id)
            .one("resource-id", FlowLog::resourceId)
            .one("deliver-log-status", FlowLog::delivery)
            .one("traffic-type", FlowLog::traffic)
            .one("log-group-name", FlowLog::logGroup);

    private final Filters<Volume> volumeFilters = new Filters<Volume>(_ -> Map.of())
            .one("volume-id", Volume::id)
            .one("attachment.instance-id", Volume::instanceId)
            .one("encrypted", volume -> Boolean.toString(!volume.kmsKeyId().isEmpty()));

    DescribingAround(Inventory inventory) {
        this.inventory = inventory;
    }

    Query.Page<InstanceType> types(Query query) {
        List<InstanceType> all = query.ids().isEmpty()
                ? InstanceType.all()
                : query.ids().stream()
                        .map(name -> Creating.type(InstanceType.named(name), name))
                        .toList();
        return query.page(typeFilters.apply(all, query.filters()), SMALL_PAGE);
    }

    Query.Page<RouteTable> routeTables(Query query, AsOf asOf) {
        List<RouteTable> all = query.ids().isEmpty()
                ? inventory.routeTables.all(asOf)
                : query.ids().stream().map(this::table).toList();
        all = all.stream()
                .map(table -> table.with(table.routes().stream()
                        .map(route -> asItIs(route, asOf))
                        .toList()))
                .toList();
        return query.page(tableFilters.apply(all, query.filters()), SMALL_PAGE);
    }

    /// D: a route to an ENI names the ENI's instance too, and is a blackhole while the ENI is attached to none, or to
    /// one that does not run.
    private Route asItIs(Route route, AsOf asOf) {
        if (!route.target().startsWith("eni-")) {
            return route;
        }
        NetworkInterface eni = inventory.interfaces.get(route.target(), asOf);
        Attachment attachment = eni == null ? null : eni.attachment();
        if (attachment == null) {
            return Route.dead(route.destination(), route.target());
        }
        Instance holder = inventory.instances.get(attachment.instanceId(), asOf);
        boolean runs = holder != null && holder.state() == State.RUNNING;
        return new Route(route.destination(), route.target(), runs ? "active" : "blackhole", attachment.instanceId());
    }

    private RouteTable table(String id) {
        RouteTable table = inventory.routeTables.get(id);
        if (table == null) { // D
            throw AwsError.refused("InvalidRouteTableID.NotFound", "The routeTable ID '" + id + "' does not exist");
        }
        return table;
    }

    /// I: an unknown id is left out.
    Query.Page<Volume> volumes(Query query, AsOf asOf) {
        List<Volume> all = inventory.volumes.all(asOf).stream()
                .filter(volume -> query.ids().isEmpty() || query.ids().contains(volume.id()))
                .toList();
        return query.page(volumeFilters.apply(all, query.filters()));
    }

    /// I: an unknown id is left out.
    Query.Page<FlowLog> flowLogs(Query query, AsOf asOf) {
        List<FlowLog> all = inventory.flowLogs.all(asOf).stream()
                .filter(log -> query.ids().isEmpty() || query.ids().contains(log.id()))
                .toList();
        return query.page(logFilters.apply(all, query.filters()));
    }
}
