package enifailover.testkit.region.door;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.DOCUMENT;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.MAC;
import static enifailover.testkit.region.Scenes.NOWHERE;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;

/// The real SDK, in virtual time, against the region.
final class RegionHttpClientTest {

    @Test
    void movesAnEniAsTheSdkSpeaks() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            Ec2Client ec2 = Scenes.client(Ec2Client.builder(), new RegionHttpClient(region), NOWHERE);
            SsmClient ssm = Scenes.client(SsmClient.builder(), new RegionHttpClient(region), NOWHERE);

            String command = ssm.sendCommand(send -> send.instanceIds(STANDBY)
                            .documentName(DOCUMENT)
                            .parameters(Map.of(
                                    "Verb", List.of("apply"),
                                    "Interfaces", List.of("eni=" + ENI + ",mac=" + MAC + ",ip4=10.0.1.50"),
                                    "Options", List.of("wait=60"))))
                    .command()
                    .commandId();
            assertThrows(
                    InvocationDoesNotExistException.class,
                    () -> ssm.getCommandInvocation(get -> get.commandId(command).instanceId(STANDBY)));
            var before = ec2.describeNetworkInterfaces(d -> d.networkInterfaceIds(ENI))
                    .networkInterfaces()
                    .getFirst();
            assertEquals(ACTIVE, before.attachment().instanceId());
            assertEquals(1, before.attachment().deviceIndex());
            assertEquals(
                    "198.51.100.7",
                    before.privateIpAddresses().getFirst().association().publicIp());

            ec2.detachNetworkInterface(d -> d.attachmentId(before.attachment().attachmentId()));
            var during = ec2.describeNetworkInterfaces(d -> d.networkInterfaceIds(ENI))
                    .networkInterfaces()
                    .getFirst();
            assertEquals(NetworkInterfaceStatus.DETACHING, during.status());
            time.sleep(Duration.ofMillis(2500));
            var after = ec2.describeNetworkInterfaces(d -> d.networkInterfaceIds(ENI))
                    .networkInterfaces()
                    .getFirst();
            assertEquals(NetworkInterfaceStatus.AVAILABLE, after.status());
            assertEquals(null, after.attachment());

            ec2.attachNetworkInterface(a ->
                    a.networkInterfaceId(ENI).instanceId(STANDBY).deviceIndex(1).networkCardIndex(0));
            time.sleep(Duration.ofMillis(1600));
            assertEquals(STANDBY + " 1/0 attached", region.whereIs(ENI));
            GetCommandInvocationResponse result =
                    ssm.getCommandInvocation(get -> get.commandId(command).instanceId(STANDBY));
            assertEquals(CommandInvocationStatus.SUCCESS, result.status());
            assertTrue(result.standardOutputContent().contains("\"verified\":true"), result.standardOutputContent());
            assertTrue(region.hosts().routed(STANDBY).containsKey(ENI));
            assertEquals(1, region.count("ec2:DetachNetworkInterface"));
            assertEquals(
                    "testcaller", region.calls().getFirst().attempt().caller().name());
        });
    }

    @Test
    void showsErrorsAsTheSdkUnderstandsThem() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.quick(time);
            Ec2Client ec2 = Scenes.client(Ec2Client.builder(), new RegionHttpClient(region), NOWHERE);
            Ec2Exception refused = assertThrows(
                    Ec2Exception.class,
                    () -> ec2.attachNetworkInterface(a -> a.networkInterfaceId(ENI)
                            .instanceId(STANDBY)
                            .deviceIndex(1)
                            .networkCardIndex(0)));
            assertEquals(
                    "InvalidNetworkInterface.InUse", refused.awsErrorDetails().errorCode());
            assertEquals(400, refused.statusCode());
        });
    }
}
