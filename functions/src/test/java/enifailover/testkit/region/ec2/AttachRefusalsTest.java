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
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Instances that take no ENI, for a time or for good.
final class AttachRefusalsTest {
    private static final String FREE = "eni-0ffffffffffffffff";
    private static final String THIRD = "i-0dddddddddddddddd";

    private static void in(Consumer<Region> story) {
        VirtualTime.run(
                1,
                time -> story.accept(Scenes.pair(time)
                        .latencies(Latencies.NONE)
                        .instance(THIRD, _ -> {})
                        .eni(FREE, _ -> {})
                        .build()));
    }

    private static AwsError refusal(Region region, Request request) {
        return assertThrows(AwsError.class, () -> region.ec2().attach(request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UnsupportedOperation",
                "OperationNotPermitted",
                "InvalidParameterValue",
                "InvalidParameterCombination",
                "InvalidInterface.IpAddressLimitExceeded",
                "PrivateIpAddressLimitExceeded",
                "ResourceLimitExceeded",
                "UnauthorizedOperation"
            })
    void oneInstanceRefusesForGoodAndAnotherTakesIt(String code) {
        in(region -> {
            region.attachRefusals().refuse(STANDBY, code);
            AwsError refused = refusal(region, Request.of(FREE, STANDBY, 1, 0));
            assertEquals(code, refused.code());
            assertEquals(code.equals("UnauthorizedOperation") ? 403 : 400, refused.status());
            region.time().sleep(Duration.ofHours(2));
            assertEquals(code, refusal(region, Request.of(FREE, STANDBY, 1, 0)).code());
            assertEquals("available", region.whereIs(FREE));
            region.ec2().attach(Request.of(FREE, THIRD, 1, 0));
            assertEquals(THIRD + " 1/0 attached", region.whereIs(FREE));
        });
    }

    @Test
    void anInstanceRefusesForATimeOrUntilItIsAllowed() {
        in(region -> {
            region.attachRefusals().refuseUntil(region.time().now().plusSeconds(10), STANDBY, "ResourceLimitExceeded");
            assertEquals(
                    "ResourceLimitExceeded",
                    refusal(region, Request.of(FREE, STANDBY, 1, 0)).code());
            region.time().sleep(Duration.ofSeconds(10));
            region.attachRefusals().refuse(THIRD, "UnsupportedOperation");
            region.attachRefusals().allow(THIRD);
            region.ec2().attach(Request.of(FREE, STANDBY, 1, 0));
            assertEquals(STANDBY + " 1/0 attached", region.whereIs(FREE));
        });
    }

    @Test
    void whatIsKnownOfTheEniComesFirstButNotPermission() {
        in(region -> {
            region.attachRefusals().refuse(STANDBY, "UnsupportedOperation");
            assertEquals(
                    "InvalidNetworkInterface.InUse",
                    refusal(region, Request.of(ENI, STANDBY, 1, 0)).code());
            Request dry = new Request(FREE, STANDBY, 1, 0, Attributes.FRESH, true);
            assertEquals("DryRunOperation", refusal(region, dry).code());
            region.attachRefusals().refuse(STANDBY, "UnauthorizedOperation");
            assertEquals("UnauthorizedOperation", refusal(region, dry).code());
            assertEquals(
                    "UnauthorizedOperation",
                    refusal(region, Request.of(ENI, STANDBY, 1, 0)).code());
            assertEquals(
                    "InvalidParameterCombination",
                    refusal(region, Request.of(FREE, ELSEWHERE, 1, 0)).code());
            assertEquals(ACTIVE + " 1/0 attached", region.whereIs(ENI));
        });
    }
}
