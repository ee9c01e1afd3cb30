package enifailover.harness.crash;

import enifailover.harness.rehearsal.Cast;
import enifailover.harness.rehearsal.LocalTable;
import enifailover.harness.rehearsal.Template;
import enifailover.testkit.region.wire.WireRequest;
import enifailover.testkit.region.wire.WireResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/// An account of its own in `moto_server`: its EC2, its DynamoDB, its Systems Manager, its event bus, and a guest that
/// the door plays.
final class MotoWorld implements World {
    private static final String GROUP = "eni-failover:group";

    private final Ec2Client ec2;
    private final DynamoDbClient table;
    private final MotoForward forward;
    private final PlayedGuest guest = new PlayedGuest();
    private final Cast cast;

    /// @param http for all worlds
    /// @param moto where it listens
    /// @param number makes the account its own
    MotoWorld(SdkHttpClient http, URI moto, Template template, int number, int enis) {
        var account = "%012d".formatted(100_000_000_000L + number);
        ec2 = client(Ec2Client.builder(), http, moto, account);
        table = client(DynamoDbClient.builder(), http, moto, account);
        forward = new MotoForward(moto, account);
        LocalTable.create(table, template);
        cast = group("crash-" + number, enis);
    }

    private static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
            B builder, SdkHttpClient http, URI moto, String account) {
        return builder.region(Region.EU_WEST_1)
                .httpClient(http)
                .endpointOverride(moto)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("scene", "crash")))
                .overrideConfiguration(how -> how.putHeader(MotoForward.ACCOUNT, account))
                .build();
    }

    private Cast group(String name, int enis) {
        var vpc = ec2.createVpc(make -> make.cidrBlock("10.9.0.0/16")).vpc().vpcId();
        var subnet = ec2.createSubnet(
                        make -> make.vpcId(vpc).cidrBlock("10.9.1.0/24").availabilityZone("eu-west-1a"))
                .subnet()
                .subnetId();
        var instances = List.of(instance(name, subnet, "10"), instance(name, subnet, "11"));
        var ids = IntStream.rangeClosed(1, enis)
                .mapToObj(index -> eni(name, subnet, instances.getFirst(), index))
                .toList();
        return new Cast(name, instances, ids);
    }

    private String instance(String group, String subnet, String priority) {
        return ec2.runInstances(run -> run.imageId("ami-12345678")
                        .instanceType(InstanceType.C5_4_XLARGE)
                        .minCount(1)
                        .maxCount(1)
                        .subnetId(subnet)
                        .tagSpecifications(
                                tags(ResourceType.INSTANCE, tag(GROUP, group), tag("eni-failover:priority", priority))))
                .instances()
                .getFirst()
                .instanceId();
    }

    private String eni(String group, String subnet, String instance, int index) {
        var eni = ec2.createNetworkInterface(make -> make.subnetId(subnet)
                        .description("service address of " + group)
                        .tagSpecifications(tags(ResourceType.NETWORK_INTERFACE, tag(GROUP, group))))
                .networkInterface()
                .networkInterfaceId();
        var unused = ec2.attachNetworkInterface(
                attach -> attach.networkInterfaceId(eni).instanceId(instance).deviceIndex(index));
        return eni;
    }

    private static TagSpecification tags(ResourceType type, Tag... tags) {
        return TagSpecification.builder().resourceType(type).tags(tags).build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Override
    public Cast cast() {
        return cast;
    }

    @Override
    public void fails() {
        var unused = ec2.stopInstances(stop -> stop.instanceIds(cast.active()));
    }

    @Override
    public WireResponse answer(WireRequest request) throws IOException {
        var response = forward.answer(request);
        return guest.listen(request, response, instance -> cast.enis().stream()
                .allMatch(eni -> attachments(eni).stream().anyMatch(one -> one.startsWith(instance))));
    }

    /// As the ENI says, and as the instances say: moto keeps both.
    @Override
    public List<String> attachments(String eni) {
        var found = new ArrayList<String>();
        ec2.describeInstances(describe -> describe.instanceIds(cast.instances())).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .forEach(instance -> instance.networkInterfaces().stream()
                        .filter(one -> one.networkInterfaceId().equals(eni))
                        .forEach(one -> found.add(instance.instanceId() + " at "
                                + one.attachment().deviceIndex() + ", "
                                + ec2.describeNetworkInterfaces(describe -> describe.networkInterfaceIds(eni))
                                        .networkInterfaces()
                                        .getFirst()
                                        .attachment()
                                        .statusAsString())));
        return found;
    }

    @Override
    public boolean routed(String eni, String instance) {
        return guest.verified(instance);
    }

    @Override
    public DynamoDbClient table() {
        return table;
    }

    @Override
    public String tableName() {
        return "Table";
    }

    @Override
    public void close() {
        ec2.close();
        table.close();
    }
}
