package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.Attempt.Kind;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.call.Gate;
import enifailover.testkit.region.ec2.Changing.Change;
import enifailover.testkit.region.ec2.Creating.Blueprint;
import enifailover.testkit.region.ec2.Describing.Seen;
import enifailover.testkit.region.ec2.Powering.Stop;
import enifailover.testkit.region.ec2.Query.Page;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// EC2's API as Java methods, for one caller. Each throws [AwsError] where EC2 refuses, and
/// [enifailover.testkit.region.call.Unanswered] where there is no answer.
public final class Ec2 {
    private static final String EC2 = "ec2";

    private final Inventory inventory;
    private final Gate gate;
    private final Caller caller;
    private final Describing describing;

    /// @param inventory what exists
    /// @param caller who calls
    public Ec2(Inventory inventory, Caller caller) {
        this.inventory = inventory;
        this.gate = inventory.gate;
        this.caller = caller;
        this.describing = new Describing(inventory);
    }

    /// DescribeNetworkInterfaces.
    public Page<NetworkInterface> describeNetworkInterfaces(Query query) {
        return gate.read(
                caller,
                EC2,
                "DescribeNetworkInterfaces",
                query.kind(),
                query.subject(),
                asOf -> describing.interfaces(query, asOf));
    }

    /// DescribeInstances.
    public Page<Seen> describeInstances(Query query) {
        return gate.read(
                caller,
                EC2,
                "DescribeInstances",
                query.kind(),
                query.subject(),
                asOf -> describing.instances(query, asOf));
    }

    /// DescribeInstanceStatus.
    ///
    /// @param includeAll not only those that run
    public Page<Instance> describeInstanceStatus(Query query, boolean includeAll) {
        return gate.read(
                caller,
                EC2,
                "DescribeInstanceStatus",
                query.kind(),
                query.subject(),
                asOf -> describing.statuses(query, includeAll, asOf));
    }

    /// DescribeSubnets.
    public Page<Subnet> describeSubnets(Query query) {
        return gate.read(
                caller, EC2, "DescribeSubnets", query.kind(), query.subject(), asOf -> describing.subnets(query, asOf));
    }

    /// DescribeAddresses, by the ENIs that have an Elastic IP.
    public List<NetworkInterface> describeAddresses() {
        return gate.read(
                caller, EC2, "DescribeAddresses", Kind.READ, "", asOf -> inventory.interfaces.all(asOf).stream()
                        .filter(eni -> eni.addresses().stream()
                                .anyMatch(address -> !address.elastic().isEmpty()))
                        .toList());
    }

    /// DescribeInstanceTypes.
    ///
    /// @param query whose ids are the types' names
    public Page<InstanceType> describeInstanceTypes(Query query) {
        return gate.read(
                caller, EC2, "DescribeInstanceTypes", Kind.READ, query.subject(), _ -> describing.types(query));
    }

    /// DescribeRouteTables.
    public Page<RouteTable> describeRouteTables(Query query) {
        return gate.read(
                caller,
                EC2,
                "DescribeRouteTables",
                Kind.READ,
                query.subject(),
                asOf -> describing.routeTables(query, asOf));
    }

    /// DescribeVolumes.
    public Page<Volume> describeVolumes(Query query) {
        return gate.read(
                caller, EC2, "DescribeVolumes", Kind.READ, query.subject(), asOf -> describing.volumes(query, asOf));
    }

    /// DescribeFlowLogs.
    public Page<FlowLog> describeFlowLogs(Query query) {
        return gate.read(
                caller, EC2, "DescribeFlowLogs", Kind.READ, query.subject(), asOf -> describing.flowLogs(query, asOf));
    }

    /// ModifyInstanceMaintenanceOptions: automatic recovery.
    ///
    /// @param autoRecovery `default` or `disabled`
    public void maintain(String instanceId, String autoRecovery, boolean dryRun) {
        act("ModifyInstanceMaintenanceOptions", instanceId + " " + autoRecovery, () -> new Changing(inventory)
                .maintain(instanceId, autoRecovery, dryRun));
    }

    /// AttachNetworkInterface.
    public Attachment attach(Attaching.Request request) {
        String subject = request.eni() + " to " + request.instance() + " at " + request.deviceIndex();
        return write("AttachNetworkInterface", subject, () -> new Attaching(inventory).attach(request));
    }

    /// DetachNetworkInterface.
    public void detach(String attachmentId, boolean force, boolean dryRun) {
        act("DetachNetworkInterface", attachmentId + (force ? " Force" : ""), () -> new Detaching(inventory)
                .detach(attachmentId, force, dryRun));
    }

    /// ModifyNetworkInterfaceAttribute. EC2 takes one change a call.
    public void modify(String eniId, List<Change> changes, boolean dryRun) {
        act("ModifyNetworkInterfaceAttribute", eniId, () -> new Changing(inventory).modify(eniId, changes, dryRun));
    }

    /// CreateTags.
    public void tag(List<String> resources, Map<String, String> tags) {
        act("CreateTags", resources.toString(), () -> new Changing(inventory).tag(resources, tags));
    }

    /// DeleteTags.
    public void untag(List<String> resources, List<String> keys) {
        act("DeleteTags", resources.toString(), () -> new Changing(inventory).untag(resources, keys));
    }

    /// StartInstances.
    public List<Instance> start(List<String> ids, boolean dryRun) {
        return power("StartInstances", ids, dryRun, powering -> powering.start(ids));
    }

    /// StopInstances.
    public List<Instance> stop(List<String> ids, boolean force, boolean dryRun) {
        return stop(ids, force, false, dryRun);
    }

    /// StopInstances.
    ///
    /// @param skipOsShutdown takes the power away without asking the guest
    public List<Instance> stop(List<String> ids, boolean force, boolean skipOsShutdown, boolean dryRun) {
        Stop how = skipOsShutdown ? Stop.WITHOUT_GUEST : force ? Stop.FORCED : Stop.GRACEFUL;
        return power("StopInstances", ids, dryRun, powering -> powering.stop(ids, how));
    }

    /// DescribeInstanceAttribute of `disableApiStop`.
    public boolean disableApiStop(String instanceId) {
        return gate.read(caller, EC2, "DescribeInstanceAttribute", Kind.READ, instanceId, _ -> inventory
                .instance(instanceId)
                .options()
                .disableApiStop());
    }

    /// DescribeSpotInstanceRequests: the instances that have one.
    ///
    /// @param query whose ids are those of Spot requests
    public List<Instance> describeSpotInstanceRequests(Query query) {
        return gate.read(
                caller,
                EC2,
                "DescribeSpotInstanceRequests",
                query.kind(),
                query.subject(),
                asOf -> describing.spot(query, asOf));
    }

    /// RebootInstances.
    public void reboot(List<String> ids, boolean dryRun) {
        var _ = power("RebootInstances", ids, dryRun, powering -> powering.reboot(ids));
    }

    /// TerminateInstances.
    public List<Instance> terminate(List<String> ids, boolean dryRun) {
        return power("TerminateInstances", ids, dryRun, powering -> powering.terminate(ids));
    }

    /// CreateVpc.
    public String createVpc(String cidr) {
        return write("CreateVpc", cidr, () -> new Creating(inventory).vpc(cidr));
    }

    /// CreateSubnet.
    public Subnet createSubnet(String vpcId, String cidr, String zone) {
        return write("CreateSubnet", cidr, () -> new Creating(inventory).subnet(vpcId, cidr, zone));
    }

    /// CreateNetworkInterface.
    public NetworkInterface createNetworkInterface(Blueprint wanted) {
        return write(
                "CreateNetworkInterface", wanted.subnetId(), () -> new Creating(inventory).networkInterface(wanted));
    }

    /// RunInstances.
    public List<Instance> run(String subnetId, String type, int count, Map<String, String> tags) {
        return write("RunInstances", subnetId, () -> new Creating(inventory).run(subnetId, type, count, tags));
    }

    @FunctionalInterface
    private interface PowerVerb {
        void apply(Powering powering);
    }

    /// The instances as they are just after.
    private List<Instance> power(String action, List<String> ids, boolean dryRun, PowerVerb verb) {
        return write(action, ids.toString(), () -> {
            if (dryRun) {
                ids.forEach(inventory::instance);
                throw Inventory.dryRun();
            }
            verb.apply(new Powering(inventory));
            return ids.stream().map(inventory::instance).toList();
        });
    }

    private <T> T write(String action, String subject, Supplier<T> rule) {
        return gate.write(caller, EC2, action, subject, rule);
    }

    private void act(String action, String subject, Runnable rule) {
        var _ = write(action, subject, () -> {
            rule.run();
            return true;
        });
    }
}
