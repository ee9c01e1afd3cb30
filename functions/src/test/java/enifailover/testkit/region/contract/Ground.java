package enifailover.testkit.region.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceCreationType;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;

/// Two subnets in two zones, made through the wire as anybody would.
///
/// @param ec2 whose
/// @param vpc the VPC of both
/// @param subnetA in zone a
/// @param subnetB in zone b
record Ground(Ec2Client ec2, String vpc, String subnetA, String subnetB) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    static Ground prepare(Ec2Client ec2) {
        String vpc = ec2.createVpc(v -> v.cidrBlock("10.9.0.0/16")).vpc().vpcId();
        return new Ground(ec2, vpc, subnet(ec2, vpc, "10.9.1.0/24", "a"), subnet(ec2, vpc, "10.9.2.0/24", "b"));
    }

    private static String subnet(Ec2Client ec2, String vpc, String cidr, String zone) {
        return ec2.createSubnet(s -> s.vpcId(vpc).cidrBlock(cidr).availabilityZone("eu-west-1" + zone))
                .subnet()
                .subnetId();
    }

    String instance(InstanceType type) {
        String id = ec2.runInstances(run -> run.imageId("ami-12345678")
                        .instanceType(type)
                        .minCount(1)
                        .maxCount(1)
                        .subnetId(subnetA))
                .instances()
                .getFirst()
                .instanceId();
        await(() -> state(id) == InstanceStateName.RUNNING);
        return id;
    }

    String eni(String subnet) {
        return ec2.createNetworkInterface(c -> c.subnetId(subnet).description("contract"))
                .networkInterface()
                .networkInterfaceId();
    }

    String efa() {
        return ec2.createNetworkInterface(c -> c.subnetId(subnetA).interfaceType(NetworkInterfaceCreationType.EFA))
                .networkInterface()
                .networkInterfaceId();
    }

    String attach(String eni, String instance, int index) {
        return ec2.attachNetworkInterface(a -> a.networkInterfaceId(eni)
                        .instanceId(instance)
                        .deviceIndex(index)
                        .networkCardIndex(0))
                .attachmentId();
    }

    /// Attached, and waited for.
    String attached(String eni, String instance, int index) {
        String attachment = attach(eni, instance, index);
        await(() -> see(eni).status() == NetworkInterfaceStatus.IN_USE);
        return attachment;
    }

    NetworkInterface see(String eni) {
        return ec2.describeNetworkInterfaces(d -> d.networkInterfaceIds(eni))
                .networkInterfaces()
                .getFirst();
    }

    InstanceStateName state(String instance) {
        return ec2.describeInstances(d -> d.instanceIds(instance))
                .reservations()
                .getFirst()
                .instances()
                .getFirst()
                .state()
                .name();
    }

    void terminate(String instance) {
        ec2.terminateInstances(t -> t.instanceIds(instance));
        await(() -> state(instance) == InstanceStateName.TERMINATED);
    }

    static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(TIMEOUT);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not within " + TIMEOUT);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
