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

/// The way to and from the ENIs: the table of their subnet leads nowhere into the void, the routes that name them are
/// alive, and no route names the active by an interface that would stay behind.
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
                    "the route table of " + eni.id() + "'s subnet has blackholes: " + String.join(", ", dead),
                    "their targets are gone, detached or not running; on a standby they would be so too",
                    "delete the routes or give them a target that lives"));
        }
    }

    private static void toTheGroup(RouteTable table, Set<String> ours, Set<String> holders, List<Finding> findings) {
        // By interface, so that many routes of one mistake are one finding.
        TreeMap<String, List<String>> stay = new TreeMap<>();
        for (Route route : table.routes()) {
            if (ours.contains(route.target()) && route.blackhole()) {
                findings.add(new Finding(
                        "route-table",
                        Severity.WARNING,
                        table.id(),
                        "its route " + route.destination() + " to " + route.target() + " is a blackhole",
                        "EC2 shows the ENI detached, or its instance not running",
                        "see why; a move to a running standby revives it"));
            }
            if (holders.contains(route.instance()) && !ours.contains(route.target())) {
                stay.computeIfAbsent(route.target() + " of " + route.instance(), key -> new ArrayList<>())
                        .add(route.destination());
            }
        }
        stay.forEach((target, destinations) -> findings.add(new Finding(
                "route-stays",
                Severity.WARNING,
                table.id(),
                "its route " + String.join(", ", destinations) + " leads to " + target
                        + ", an interface that is not in the group",
                "the route would lead to the failed instance after a move",
                "aim the route at the group's ENI, or tag that interface with the group's name too")));
    }
}
