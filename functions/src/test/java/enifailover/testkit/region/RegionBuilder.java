package enifailover.testkit.region;

import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.ssm.Host;
import enifailover.testkit.region.ssm.SimulatedHost;
import enifailover.testkit.region.time.RegionTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sets a region's scene.
public final class RegionBuilder {
    final RegionTime time;
    final String name;
    final List<SubnetScene> subnets = new ArrayList<>();
    final List<InstanceScene> instances = new ArrayList<>();
    final List<EniScene> enis = new ArrayList<>();
    final List<Document> documents = new ArrayList<>();
    final SimulatedHost simulatedHost = new SimulatedHost();
    Latencies latencies = Latencies.DEFAULT;

    @Nullable
    Host host;

    RegionBuilder(RegionTime time, String name) {
        this.time = time;
        this.name = name;
    }

    /// How long things take.
    public RegionBuilder latencies(Latencies howLong) {
        this.latencies = howLong;
        return this;
    }

    /// What runs commands, instead of the simulated host.
    public RegionBuilder host(Host runsCommands) {
        this.host = runsCommands;
        return this;
    }

    /// A subnet; its VPC comes into being with it.
    public RegionBuilder subnet(String id, Consumer<SubnetScene> details) {
        SubnetScene scene = new SubnetScene(id);
        details.accept(scene);
        subnets.add(scene);
        return this;
    }

    /// A subnet of the VPC `vpc-00000000000000001`.
    public RegionBuilder subnet(String id, String zone, String cidr) {
        return subnet(id, subnet -> subnet.zone(zone).cidr(cidr));
    }

    /// An instance: running, all checks passed, its agent online, with a primary interface of its own.
    public RegionBuilder instance(String id, Consumer<InstanceScene> details) {
        InstanceScene scene = new InstanceScene(id);
        details.accept(scene);
        instances.add(scene);
        return this;
    }

    /// An ENI.
    public RegionBuilder eni(String id, Consumer<EniScene> details) {
        EniScene scene = new EniScene(id);
        details.accept(scene);
        enis.add(scene);
        return this;
    }

    /// A command document.
    public RegionBuilder document(Document document) {
        documents.add(document);
        return this;
    }

    /// The region.
    public Region build() {
        return new Region(this);
    }
}
