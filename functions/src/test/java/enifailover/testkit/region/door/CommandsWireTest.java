package enifailover.testkit.region.door;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.DOCUMENT;
import static enifailover.testkit.region.Scenes.NOWHERE;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ssm.Delivery;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.ssm.Document.Parameter;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.StatusType;
import software.amazon.awssdk.services.ec2.model.SummaryStatus;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import software.amazon.awssdk.services.ssm.model.InvalidParametersException;
import software.amazon.awssdk.services.ssm.model.MaxDocumentSizeExceededException;
import software.amazon.awssdk.services.ssm.model.PlatformType;
import software.amazon.awssdk.services.ssm.model.UnsupportedPlatformTypeException;

/// What Systems Manager refuses and what becomes of commands, as the real SDK understands it.
final class CommandsWireTest {
    private static final String WINDOWS = "i-0dddddddddddddddd";
    private static final String LARGE = "large";

    private static void in(BiConsumer<Region, SsmClient> story) {
        VirtualTime.run(1, time -> {
            Map<String, Parameter> parameters =
                    Map.of("Interfaces", new Parameter(Pattern.compile("[a-z]*"), "", 4000));
            Region region = Scenes.pair(time)
                    .instance(WINDOWS, one -> one.windows())
                    .document(new Document(LARGE, parameters, Duration.ofMinutes(3), "x".repeat(62_000)))
                    .build();
            story.accept(region, Scenes.client(SsmClient.builder(), new RegionHttpClient(region), NOWHERE));
        });
    }

    private static String send(SsmClient ssm, String instance, int characters) {
        return ssm.sendCommand(send -> send.instanceIds(instance)
                        .documentName(LARGE)
                        .parameters(Map.of("Interfaces", List.of("e".repeat(characters)))))
                .command()
                .commandId();
    }

    @Test
    void refusesLongParametersLargeCommandsAndWindows() {
        in((_, ssm) -> {
            assertThrows(InvalidParametersException.class, () -> send(ssm, ACTIVE, 4001));
            assertThrows(MaxDocumentSizeExceededException.class, () -> send(ssm, ACTIVE, 4000));
            assertThrows(UnsupportedPlatformTypeException.class, () -> send(ssm, WINDOWS, 1));
            assertEquals(
                    List.of(PlatformType.WINDOWS),
                    ssm
                            .describeInstanceInformation(d -> d.filters(InstanceInformationStringFilter.builder()
                                    .key("InstanceIds")
                                    .values(WINDOWS)
                                    .build()))
                            .instanceInformationList()
                            .stream()
                            .map(one -> one.platformType())
                            .toList());
            String accepted = send(ssm, ACTIVE, 1000);
            assertEquals(36, accepted.length());
        });
    }

    @Test
    void tellsHowACommandIsDelivered() {
        in((region, ssm) -> {
            region.strike(_ -> {
                region.fleet().delivery(ACTIVE, Delivery.DELAYED);
                region.fleet().delivery(STANDBY, Delivery.UNDELIVERABLE);
            });
            String delayed = send(ssm, ACTIVE, 1);
            String lost = send(ssm, STANDBY, 1);
            region.time().sleep(Duration.ofSeconds(3));
            GetCommandInvocationResponse first =
                    ssm.getCommandInvocation(g -> g.commandId(delayed).instanceId(ACTIVE));
            assertEquals(CommandInvocationStatus.DELAYED, first.status());
            GetCommandInvocationResponse second =
                    ssm.getCommandInvocation(g -> g.commandId(lost).instanceId(STANDBY));
            assertEquals("Undeliverable", second.statusDetails());
            assertEquals(
                    "Undeliverable",
                    ssm.listCommandInvocations(l -> l.commandId(lost))
                            .commandInvocations()
                            .getFirst()
                            .statusDetails());
        });
    }

    @Test
    void tellsThatThereIsNoResultOfAStatusCheck() {
        in((region, _) -> {
            region.loseStatus(ACTIVE, Kind.INSTANCE);
            Ec2Client ec2 = Scenes.client(Ec2Client.builder(), new RegionHttpClient(region), NOWHERE);
            var status = ec2.describeInstanceStatus(d -> d.instanceIds(ACTIVE))
                    .instanceStatuses()
                    .getFirst();
            assertEquals(
                    SummaryStatus.INSUFFICIENT_DATA, status.instanceStatus().status());
            assertEquals(
                    StatusType.INSUFFICIENT_DATA,
                    status.instanceStatus().details().getFirst().status());
            assertEquals(SummaryStatus.OK, status.systemStatus().status());
            assertEquals(
                    1,
                    ec2.describeInstanceStatus(d -> d.filters(Filter.builder()
                                    .name("instance-status.status")
                                    .values("insufficient-data")
                                    .build()))
                            .instanceStatuses()
                            .size());
        });
    }

    @Test
    void aDocumentOfNoCheckedParametersTakesWhatFits() {
        in((_, ssm) -> assertEquals(
                36,
                ssm.sendCommand(send -> send.instanceIds(ACTIVE)
                                .documentName(DOCUMENT)
                                .parameters(Map.of("Interfaces", List.of("e".repeat(60_000)))))
                        .command()
                        .commandId()
                        .length()));
    }
}
