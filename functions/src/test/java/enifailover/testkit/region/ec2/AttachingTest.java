package enifailover.testkit.region.ec2;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ELSEWHERE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.ec2.Attaching.Request;
import enifailover.testkit.region.ec2.Attachment.Attributes;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Each rule of AttachNetworkInterface.
final class AttachingTest {
    private static final String FREE = "eni-0ffffffffffffffff";
    private static final String TINY = "i-0eeeeeeeeeeeeeeee";
    private static final String MANY_CARDS = "i-0dddddddddddddddd";

    private static void in(Consumer<Region> story) {
        VirtualTime.run(
                1,
                time -> story.accept(Scenes.pair(time)
                        .latencies(Latencies.NONE)
                        .instance(TINY, one -> one.type("t3.micro"))
                        .instance(MANY_CARDS, one -> one.type("p4d.24xlarge"))
                        .eni(FREE, eni -> eni.address("10.0.1.77"))
                        .build()));
    }

    private static String refusal(Region region, Request request) {
        return assertThrows(AwsError.class, () -> region.ec2().attach(request)).code();
    }

    @Test
    void attaches() {
        in(region -> {
            Attachment attachment = region.ec2().attach(Request.of(FREE, STANDBY, 1, 0));
            assertEquals(STANDBY + " 1/0 attached", region.whereIs(FREE));
            assertEquals(STANDBY, attachment.instanceId());
        });
    }

    @Test
    void refusesAnotherZone() {
        in(region -> assertEquals("InvalidParameterCombination", refusal(region, Request.of(FREE, ELSEWHERE, 1, 0))));
    }

    @Test
    void refusesAnEniInUseEvenOnTheSameInstance() {
        in(region -> {
            assertEquals("InvalidNetworkInterface.InUse", refusal(region, Request.of(ENI, STANDBY, 1, 0)));
            assertEquals("InvalidNetworkInterface.InUse", refusal(region, Request.of(ENI, ACTIVE, 1, 0)));
        });
    }

    @Test
    void refusesATakenIndex() {
        in(region -> assertEquals("InvalidParameterValue", refusal(region, Request.of(FREE, ACTIVE, 1, 0))));
    }

    @Test
    void refusesMoreThanTheTypeTakes() {
        in(region -> {
            region.ec2().attach(Request.of(FREE, TINY, 1, 0));
            String another = region.ec2()
                    .createNetworkInterface(new Creating.Blueprint("subnet-00000000000000001", "", List.of(), Map.of()))
                    .id();
            assertEquals("AttachmentLimitExceeded", refusal(region, Request.of(another, TINY, 2, 0)));
        });
    }

    @Test
    void countsIndexesPerCardAndMistakesThemWhereTheCardIsLeftOut() {
        in(region -> {
            region.ec2().attach(Request.of(FREE, MANY_CARDS, 1, 1));
            String another = region.ec2()
                    .createNetworkInterface(new Creating.Blueprint("subnet-00000000000000001", "", List.of(), Map.of()))
                    .id();
            Request cardLeftOut = new Request(another, MANY_CARDS, 1, null, Attributes.FRESH, false);
            assertEquals("InvalidParameterValue", refusal(region, cardLeftOut)); // cilium/cilium#42512
            region.ec2().attach(Request.of(another, MANY_CARDS, 1, 0));
            assertEquals(MANY_CARDS + " 1/0 attached", region.whereIs(another));
        });
    }

    @Test
    void refusesACardThatTheTypeHasNot() {
        in(region -> assertEquals("InvalidParameterValue", refusal(region, Request.of(FREE, STANDBY, 1, 3))));
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            mode = Mode.EXCLUDE,
            names = {"RUNNING", "STOPPED"})
    void refusesAnInstanceThatNeitherRunsNorIsStopped(State state) {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time)
                    .instance(TINY, one -> one.state(state))
                    .eni(FREE, _ -> {})
                    .build();
            assertEquals("IncorrectState", refusal(region, Request.of(FREE, TINY, 1, 0)));
        });
    }

    @Test
    void attachesToAStoppedInstance() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time)
                    .instance(TINY, one -> one.state(State.STOPPED))
                    .eni(FREE, _ -> {})
                    .build();
            region.ec2().attach(Request.of(FREE, TINY, 1, 0));
            assertEquals(TINY + " 1/0 attaching", region.whereIs(FREE));
            time.sleep(Duration.ofMillis(1500));
            assertEquals(TINY + " 1/0 attached", region.whereIs(FREE));
        });
    }

    @Test
    void knowsWhatDoesNotExistAndWhatIsMalformed() {
        in(region -> {
            assertEquals(
                    "InvalidNetworkInterfaceID.NotFound", refusal(region, Request.of("eni-01234567", STANDBY, 1, 0)));
            assertEquals("InvalidInstanceID.NotFound", refusal(region, Request.of(FREE, "i-01234567", 1, 0)));
            assertEquals("InvalidInstanceID.Malformed", refusal(region, Request.of(FREE, "i-standby", 1, 0)));
            assertEquals("InvalidNetworkInterfaceId.Malformed", refusal(region, Request.of("eni-x", STANDBY, 1, 0)));
        });
    }

    @Test
    void answersADryRunWithoutActing() {
        in(region -> {
            Request dry = new Request(FREE, STANDBY, 1, 0, Attributes.FRESH, true);
            AwsError error = assertThrows(AwsError.class, () -> region.ec2().attach(dry));
            assertEquals("DryRunOperation", error.code());
            assertEquals(412, error.status());
            region.deny("ec2:AttachNetworkInterface");
            AwsError denied = assertThrows(AwsError.class, () -> region.ec2().attach(dry));
            assertEquals("UnauthorizedOperation", denied.code());
            assertEquals(403, denied.status());
            assertEquals("available", region.whereIs(FREE));
        });
    }

    @Test
    void aMoveResetsWhatBelongsToTheAttachment() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time)
                    .latencies(Latencies.NONE)
                    .eni(FREE, eni -> eni.on(ACTIVE, 2).attributes(new Attributes(true, 4, true, true)))
                    .build();
            Attachment before = attachment(region);
            region.ec2().detach(before.id(), false, false);
            region.ec2().attach(Request.of(FREE, STANDBY, 2, 0));
            assertEquals(Attributes.FRESH, attachment(region).attributes());
        });
    }

    private static Attachment attachment(Region region) {
        Attachment attachment = region.eni(FREE).attachment();
        if (attachment == null) {
            throw new AssertionError("not attached");
        }
        return attachment;
    }
}
