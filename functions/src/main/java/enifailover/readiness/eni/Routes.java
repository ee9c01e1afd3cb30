package enifailover.readiness.eni;

import enifailover.model.Eni;
import enifailover.model.InstanceId;
import enifailover.model.audit.RouteTable;
import enifailover.model.audit.RouteTable.Route;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Routes to and from the ENIs: the route table of their subnet has no blackhole, the routes that target them are
/// active, and no route targets an interface of the active that would not move.
public final class Routes implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        Optional<List<RouteTable>> tables =
                checkContext.auditSnapshot().routeTables().value();
        if (tables.isEmpty()) {
            return findings;
        }
        Set<String> subnets = new TreeSet<>();
        for (Eni eni : checkContext.group().enis()) {
            if (subnets.add(eni.subnetId())) {
                tableOf(eni, tables.get()).ifPresent(table -> ofSubnet(eni, table, findings));
            }
        }
        Set<String> ours = checkContext.group().enis().stream()
                .map(eni -> eni.id().value())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> holders = checkContext.group().holders().stream()
                .map(InstanceId::value)
                .collect(Collectors.toCollection(TreeSet::new));
        for (RouteTable table : tables.get()) {
            toTheGroup(table, ours, holders, findings);
        }
        return findings;
    }

    /// A subnet without a table of its own has its VPC's main one.
    private static Optional<RouteTable> tableOf(Eni eni, List<RouteTable> tables) {
        return tables.stream()
                .filter(table -> table.subnets().contains(eni.subnetId()))
                .findFirst()
                .or(() -> tables.stream()
                        .filter(table -> table.main() && table.vpcId().equals(eni.vpcId()))
                        .findFirst());
    }

    private static void ofSubnet(Eni eni, RouteTable table, List<Finding> findings) {
        List<String> dead = table.routes().stream()
                .filter(Route::blackhole)
                .filter(route -> !route.target().equals(eni.id().value()))
                .map(route -> route.destination() + " to " + route.target())
                .toList();
        if (!dead.isEmpty()) {
            findings.add(new Finding(
                    "route-table",
                    Severity.WARNING,
                    table.id(),
                    "the route table of " + eni.id() + "'s subnet has blackhole routes: " + String.join(", ", dead),
                    "the targets do not exist, are detached or do not run; a failover does not change that",
                    "delete the routes, or set a target that exists and runs"));
        }
    }

    private static void toTheGroup(RouteTable table, Set<String> ours, Set<String> holders, List<Finding> findings) {
        // One finding for each interface, however many routes target it.
        TreeMap<String, List<String>> stay = new TreeMap<>();
        for (Route route : table.routes()) {
            if (ours.contains(route.target()) && route.blackhole()) {
                findings.add(new Finding(
                        "route-table",
                        Severity.WARNING,
                        table.id(),
                        "the route " + route.destination() + " to " + route.target() + " is a blackhole",
                        "the ENI is detached, or its instance does not run",
                        "find out why; a failover to a running standby makes the route active again"));
            }
            if (holders.contains(route.instance()) && !ours.contains(route.target())) {
                stay.computeIfAbsent(route.target() + " of " + route.instance(), key -> new ArrayList<>())
                        .add(route.destination());
            }
        }
        stay.forEach((target, destinations) -> findings.add(new Finding(
                "route-not-moved",
                Severity.WARNING,
                table.id(),
                "the route " + String.join(", ", destinations) + " targets " + target
                        + ", an interface that does not belong to the group",
                "after a failover the route would still target the failed instance",
                "set the group's ENI as the target of the route, or tag that interface for the group too")));
    }
}
