package enifailover.harness.rehearsal;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.bus.EventBus;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.ec2.Attachment.Attributes;
import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.NetworkInterface.Address;
import enifailover.testkit.region.ec2.RouteTable.Route;
import enifailover.testkit.region.ec2.State;
import enifailover.testkit.region.ec2.Subnet;
import enifailover.testkit.region.watch.Alarms.Alarm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/// Where faults are planted: what a well deployment has around its groups, and what a hand in a console can do to it.
final class FaultGround {
    private static final String GROUP = "eni-failover:group";
    private final Region region;
    private final List<String> instances = new ArrayList<>();
    private int made;

    FaultGround(Region region) {
        this.region = region;
    }

    Region region() {
        return region;
    }

    List<String> instances() {
        return List.copyOf(instances);
    }

    /// Nothing of earlier scenarios is ours any more: no ENI has a tag, and the alarms that audits made are gone,
    /// which an audit would else remove, two a second.
    void clear() {
        region.strike(world -> world.enis().forEach(eni -> world.retag(eni.id(), Map.of())));
        region.alarms().all().stream()
                .map(Alarm::name)
                .gather(Gatherers.windowFixed(100))
                .forEach(names -> region.alarms().delete(Caller.TEST, names));
    }

    /// The stack's rules and the alarm of its queue. [Intrinsics] gives each its logical id as its name.
    void machinery() {
        Stream.of(
                        "StateChange",
                        "StatusCheckAlarm",
                        "StatusCheckContributor",
                        "Health",
                        "SpotInterruption",
                        "TerminateLifecycleAction",
                        "Rebalance",
                        "Sweep")
                .forEach(name -> rule(name, "ENABLED"));
        alarm("DeadLetterAlarm", "AWS/SQS", "ApproximateNumberOfMessagesVisible", "", List.of());
        letters("OK");
    }

    void rule(String name, String state) {
        region.bus().put(new EventBus.Rule("FailoverFunction" + name, state, "{}", ""));
    }

    void letters(String state) {
        region.alarms().set(Caller.TEST, "DeadLetterAlarm", state, "as the story wants");
    }

    /// A group's surroundings, so that nothing is to be found: its status checks watched by somebody's alarms, its
    /// subnet's traffic logged, no automatic recovery beside ours.
    void make(Cast cast) {
        cast.instances().forEach(this::watched);
        region.strike(
                world -> cast.instances().forEach(one -> world.surroundings().recovery(one, "disabled")));
        logged(subnet(cast));
        instances.addAll(cast.instances());
    }

    void logged(String subnet) {
        region.strike(world -> {
            world.surroundings().unlog(subnet);
            world.surroundings().log(subnet, "SUCCESS");
        });
    }

    void watched(String instance) {
        for (var metric : List.of("StatusCheckFailed", "StatusCheckFailed_AttachedEBS")) {
            alarm("noc-" + instance + "-" + metric, "AWS/EC2", metric, instance, List.of());
            region.alarms().set(Caller.TEST, "noc-" + instance + "-" + metric, "OK", "as the story wants");
        }
    }

    void unwatched(String instance) {
        region.alarms()
                .delete(
                        Caller.TEST,
                        List.of(
                                "noc-" + instance + "-StatusCheckFailed",
                                "noc-" + instance + "-StatusCheckFailed_AttachedEBS"));
    }

    void alarm(String name, String namespace, String metric, String instance, List<String> actions) {
        Map<String, Object> members = new HashMap<>(Map.of(
                "Namespace",
                namespace,
                "MetricName",
                metric,
                "Statistic",
                "Maximum",
                "Period",
                60,
                "EvaluationPeriods",
                2,
                "Threshold",
                1.0,
                "ComparisonOperator",
                "GreaterThanOrEqualToThreshold",
                "AlarmActions",
                actions));
        members.put("AlarmName", name);
        if (!instance.isEmpty()) {
            members.put("Dimensions", List.of(Map.of("Name", "InstanceId", "Value", instance)));
        }
        region.alarms().put(Caller.TEST, "PutMetricAlarm", name, members, Map.of());
    }

    String subnet(Cast cast) {
        return region.eni(cast.enis().getFirst()).subnetId();
    }

    /// Another subnet of the same VPC.
    Subnet subnet(Cast like, String id, String zone) {
        var seen = region.eni(like.enis().getFirst());
        var subnet = new Subnet(id, seen.vpcId(), zone.isEmpty() ? seen.zone() : zone, "10.0.77.0/24", "", Map.of());
        region.strike(world -> world.add(subnet));
        return subnet;
    }

    /// The group's ENI lives in a subnet of its own, with its own route table and flow log.
    ///
    /// @return the id of the route table
    String ownSubnet(Cast cast, String id) {
        var subnet = subnet(cast, id, "");
        var eni = region.eni(cast.enis().getFirst());
        var tables = new ArrayList<String>();
        region.strike(world -> {
            world.add(copy(eni, subnet.id(), eni.addresses(), eni.attachment() == null));
            tables.add(world.surroundings().table(subnet.id(), Route.to("0.0.0.0/0", "igw-00000000000000001")));
        });
        logged(subnet.id());
        return tables.getFirst();
    }

    /// One more instance, of another type or in another subnet.
    String instance(String subnet, String type, String group) {
        made++;
        var id = "i-0fffffffe%08x".formatted(made);
        region.strike(world -> {
            world.add(id, subnet, type, "", State.RUNNING, group.isEmpty() ? Map.of() : Map.of(GROUP, group));
            region.fleet().register(id);
        });
        watched(id);
        instances.add(id);
        return id;
    }

    /// An interface that is none of ours takes a place.
    void takes(String instance, int index) {
        made++;
        var home = region.instance(instance).subnetId();
        var id = "eni-0eeeeeeee%08x".formatted(made);
        region.strike(world -> {
            var subnet = world.subnet(home);
            world.add(new NetworkInterface(
                    id,
                    world.freshMac(),
                    home,
                    subnet.vpcId(),
                    subnet.zone(),
                    "somebody's",
                    List.of(new Address(world.freshAddress(home), "")),
                    List.of(),
                    List.of(),
                    List.of("sg-00000000000000001"),
                    Map.of(),
                    true,
                    false,
                    null));
            world.place(id, instance, index, 0, Attributes.FRESH);
        });
    }

    void tag(String id, Map<String, String> more) {
        region.strike(world -> {
            var tags = new HashMap<>(
                    id.startsWith("i-")
                            ? world.instance(id).tags()
                            : world.eni(id).tags());
            tags.putAll(more);
            world.retag(id, tags);
        });
    }

    void untag(String id) {
        region.strike(world -> world.retag(id, Map.of()));
    }

    /// The ENI with other addresses.
    void addresses(String eni, List<Address> addresses) {
        region.strike(world -> world.add(copy(world.eni(eni), world.eni(eni).subnetId(), addresses, false)));
    }

    /// Somebody detaches it.
    void detach(String eni) {
        region.strike(world -> world.add(
                copy(world.eni(eni), world.eni(eni).subnetId(), world.eni(eni).addresses(), true)));
    }

    private static NetworkInterface copy(NetworkInterface e, String subnet, List<Address> addresses, boolean detached) {
        return new NetworkInterface(
                e.id(),
                e.mac(),
                subnet,
                e.vpcId(),
                e.zone(),
                e.description(),
                addresses,
                e.ipv6(),
                e.prefixes(),
                e.groups(),
                e.tags(),
                e.sourceDestCheck(),
                e.requesterManaged(),
                detached ? null : e.attachment());
    }
}
