package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.AsOf;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.ec2.Checks.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The describes, as of a moment. An id that does not exist fails the whole call (D).
public final class Describing {

    /// An instance and the ENIs shown on it.
    public record Seen(Instance instance, List<NetworkInterface> interfaces) {}

    private static final Filters<NetworkInterface> INTERFACE_FILTERS = interfaceFilters();
    private static final Filters<Seen> INSTANCE_FILTERS = instanceFilters();
    private static final Filters<Instance> STATUS_FILTERS = statusFilters();
    private static final Filters<Instance> SPOT_FILTERS = new Filters<Instance>(_ -> Map.of())
            .one("instance-id", Instance::id)
            .one("spot-instance-request-id", Instance::spotRequestId)
            .one("type", instance -> instance.options().spotRequest());
    private static final Filters<Subnet> SUBNET_FILTERS = new Filters<>(Subnet::tags)
            .one("subnet-id", Subnet::id)
            .one("vpc-id", Subnet::vpcId)
            .one("availability-zone", Subnet::zone);

    private final Inventory inventory;
    private final DescribingAround around;

    Describing(Inventory inventory) {
        this.inventory = inventory;
        this.around = new DescribingAround(inventory);
    }

    Query.Page<NetworkInterface> interfaces(Query query, AsOf asOf) {
        query.ids().forEach(id -> Ids.checkForm(id, "eni", "NetworkInterfaceId"));
        List<NetworkInterface> all = query.ids().isEmpty()
                ? inventory.interfaces.all(asOf)
                : query.ids().stream()
                        .map(id -> known(inventory.interfaces.get(id, asOf), Inventory.noInterface(id)))
                        .toList();
        return query.page(INTERFACE_FILTERS.apply(all, query.filters()));
    }

    Query.Page<Seen> instances(Query query, AsOf asOf) {
        Map<String, List<NetworkInterface>> interfaces =
                asOf.alike() ? byHolder(inventory.interfaces.all(asOf)) : Map.of();
        List<Seen> all = chosen(query, asOf).stream()
                .map(instance -> {
                    // I: the interfaces shown within an instance's row are as old as the row.
                    var shown =
                            asOf.alike() ? interfaces : byHolder(inventory.interfaces.all(asOf.within(instance.id())));
                    return new Seen(instance, shown.getOrDefault(instance.id(), List.of()));
                })
                .toList();
        return query.page(INSTANCE_FILTERS.apply(all, query.filters()));
    }

    Query.Page<Instance> statuses(Query query, boolean includeAll, AsOf asOf) {
        List<Instance> all = chosen(query, asOf).stream()
                .filter(instance -> includeAll || instance.state() == State.RUNNING) // D
                .toList();
        return query.page(STATUS_FILTERS.apply(all, query.filters()));
    }

    /// The instances behind Spot requests, each with its own request.
    List<Instance> spot(Query query, AsOf asOf) {
        List<Instance> all = inventory.instances.all(asOf).stream()
                .filter(instance -> !instance.lifecycle().isEmpty())
                .toList();
        for (String id : query.ids()) { // D
            if (all.stream().noneMatch(instance -> instance.spotRequestId().equals(id))) {
                throw AwsError.refused(
                        "InvalidSpotInstanceRequestID.NotFound",
                        "The spot instance request ID '" + id + "' does not exist");
            }
        }
        return SPOT_FILTERS.apply(all, query.filters()).stream()
                .filter(instance -> query.ids().isEmpty() || query.ids().contains(instance.spotRequestId()))
                .toList();
    }

    Query.Page<InstanceType> types(Query query) {
        return around.types(query);
    }

    Query.Page<RouteTable> routeTables(Query query, AsOf asOf) {
        return around.routeTables(query, asOf);
    }

    Query.Page<Volume> volumes(Query query, AsOf asOf) {
        return around.volumes(query, asOf);
    }

    Query.Page<FlowLog> flowLogs(Query query, AsOf asOf) {
        return around.flowLogs(query, asOf);
    }

    Query.Page<Subnet> subnets(Query query, AsOf asOf) {
        List<Subnet> all = query.ids().isEmpty()
                ? inventory.subnets.all(asOf)
                : query.ids().stream().map(inventory::subnet).toList();
        return query.page(SUBNET_FILTERS.apply(all, query.filters()));
    }

    private List<Instance> chosen(Query query, AsOf asOf) {
        query.ids().forEach(id -> Ids.checkForm(id, "i", "InstanceID"));
        return query.ids().isEmpty()
                ? inventory.instances.all(asOf)
                : query.ids().stream()
                        .map(id -> known(inventory.instances.get(id, asOf), Inventory.noInstance(id)))
                        .toList();
    }

    private static <T> T known(@Nullable T thing, AwsError otherwise) {
        if (thing == null) {
            throw otherwise;
        }
        return thing;
    }

    private static Map<String, List<NetworkInterface>> byHolder(List<NetworkInterface> all) {
        Map<String, List<NetworkInterface>> held = new HashMap<>();
        for (NetworkInterface eni : all) {
            Attachment attachment = eni.attachment();
            if (attachment != null) {
                held.computeIfAbsent(attachment.instanceId(), _ -> new ArrayList<>())
                        .add(eni);
            }
        }
        return held;
    }

    private static Collection<String> attached(NetworkInterface eni, Function<Attachment, String> what) {
        Attachment attachment = eni.attachment();
        return attachment == null ? List.of() : List.of(what.apply(attachment));
    }

    private static Filters<NetworkInterface> interfaceFilters() {
        Map<String, Function<Attachment, String>> ofAttachment = Map.of(
                "attachment.attachment-id", Attachment::id,
                "attachment.instance-id", Attachment::instanceId,
                "attachment.status", a -> a.status().word(),
                "attachment.device-index", a -> Integer.toString(a.deviceIndex()),
                "attachment.instance-owner-id", _ -> Inventory.ACCOUNT,
                "attachment.delete-on-termination",
                        a -> Boolean.toString(a.attributes().deleteOnTermination()));
        Filters<NetworkInterface> filters = new Filters<>(NetworkInterface::tags)
                .one("network-interface-id", NetworkInterface::id)
                .one("mac-address", NetworkInterface::mac)
                .one("subnet-id", NetworkInterface::subnetId)
                .one("vpc-id", NetworkInterface::vpcId)
                .one("availability-zone", NetworkInterface::zone)
                .one("description", NetworkInterface::description)
                .one("status", NetworkInterface::status)
                .one("owner-id", _ -> Inventory.ACCOUNT)
                .one("interface-type", NetworkInterface::interfaceType)
                .one("requester-managed", eni -> Boolean.toString(eni.requesterManaged()))
                .one("source-dest-check", eni -> Boolean.toString(eni.sourceDestCheck()))
                .one("private-ip-address", NetworkInterface::primaryAddress)
                .many("group-id", NetworkInterface::groups)
                .many("ipv6-addresses.ipv6-address", NetworkInterface::ipv6)
                .many("addresses.private-ip-address", eni -> eni.addresses().stream()
                        .map(NetworkInterface.Address::ip)
                        .toList());
        ofAttachment.forEach((name, what) -> filters.many(name, eni -> attached(eni, what)));
        return filters;
    }

    private static Filters<Seen> instanceFilters() {
        return new Filters<Seen>(seen -> seen.instance().tags())
                .one("instance-id", seen -> seen.instance().id())
                .one("instance-type", seen -> seen.instance().type())
                .one("instance-state-name", seen -> seen.instance().state().word())
                .one(
                        "instance-state-code",
                        seen -> Integer.toString(seen.instance().state().code()))
                .one("instance-lifecycle", seen -> seen.instance().lifecycle())
                .one("availability-zone", seen -> seen.instance().zone())
                .one("subnet-id", seen -> seen.instance().subnetId())
                .one("vpc-id", seen -> seen.instance().vpcId())
                .many("network-interface.network-interface-id", seen -> seen.interfaces().stream()
                        .map(NetworkInterface::id)
                        .toList())
                .many("network-interface.attachment.attachment-id", seen -> seen.interfaces().stream()
                        .flatMap(eni -> attached(eni, Attachment::id).stream())
                        .toList());
    }

    private static Filters<Instance> statusFilters() {
        return new Filters<Instance>(Instance::tags)
                .one("instance-state-name", instance -> instance.state().word())
                .one("availability-zone", Instance::zone)
                .one("system-status.status", instance -> status(instance, Kind.SYSTEM))
                .one("instance-status.status", instance -> status(instance, Kind.INSTANCE))
                .one("attached-ebs-status.status", instance -> status(instance, Kind.ATTACHED_EBS))
                .many("event.code", instance -> instance.scheduled().stream()
                        .map(Instance.Scheduled::code)
                        .toList());
    }

    /// EC2's word for a check.
    public static String status(Instance instance, Kind kind) {
        if (instance.state() != State.RUNNING) {
            return "not-applicable";
        }
        if (instance.checks().unknown().contains(kind)) {
            return "insufficient-data";
        }
        if (instance.checks().impairedSince(kind) != null) {
            return "impaired";
        }
        return instance.checks().initializing() ? "initializing" : "ok";
    }
}
