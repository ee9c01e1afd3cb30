package enifailover.testkit.region.ec2;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.ec2.Attaching.Request;
import enifailover.testkit.region.ec2.Changing.Change;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each rule of detaching, and what termination does to ENIs.
final class DetachingTest {
    private static final String MANAGED = "eni-0ffffffffffffffff";

    private static String attachmentOf(Region region, String eni) {
        Attachment attachment = region.eni(eni).attachment();
        assertNotNull(attachment);
        return attachment == null ? "" : attachment.id();
    }

    private static String refusal(Region region, String attachment) {
        return assertThrows(AwsError.class, () -> region.ec2().detach(attachment, false, false))
                .code();
    }

    @Test
    void takesAWhileAndThenTheAttachmentIsGone() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            String attachment = attachmentOf(region, ENI);
            region.ec2().detach(attachment, false, false);
            assertEquals(ACTIVE + " 1/0 detaching", region.whereIs(ENI));
            time.sleep(Duration.ofMillis(2499));
            assertEquals(ACTIVE + " 1/0 detaching", region.whereIs(ENI));
            time.sleep(Duration.ofMillis(1));
            assertEquals("available", region.whereIs(ENI));
            assertEquals("InvalidAttachmentID.NotFound", refusal(region, attachment));
        });
    }

    @Test
    void staysStuckUntilForced() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            region.strike(world -> world.detachTakes(ENI, Duration.ofSeconds(200)));
            String attachment = attachmentOf(region, ENI);
            region.ec2().detach(attachment, false, false);
            time.sleep(Duration.ofSeconds(30));
            assertEquals(ACTIVE + " 1/0 detaching", region.whereIs(ENI));
            region.ec2().detach(attachment, true, false);
            time.sleep(Duration.ofMillis(2500));
            assertEquals("available", region.whereIs(ENI));
        });
    }

    @Test
    void anOldAttachmentsEndDoesNotTouchANewOne() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            region.strike(world -> world.detachTakes(ENI, Duration.ofSeconds(20)));
            String attachment = attachmentOf(region, ENI);
            region.ec2().detach(attachment, false, false);
            region.ec2().detach(attachment, true, false);
            time.sleep(Duration.ofMillis(2500));
            region.ec2().attach(Request.of(ENI, STANDBY, 1, 0));
            time.sleep(Duration.ofSeconds(60));
            assertEquals(STANDBY + " 1/0 attached", region.whereIs(ENI));
        });
    }

    @Test
    void refusesThePrimaryAndWhatAwsManages() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time)
                    .eni(MANAGED, eni -> eni.requesterManaged().on(ACTIVE, 2))
                    .build();
            String primary = region.ec2()
                    .describeNetworkInterfaces(
                            Query.where("attachment.instance-id", ACTIVE).and("attachment.device-index", "0"))
                    .items()
                    .getFirst()
                    .id();
            assertEquals("OperationNotPermitted", refusal(region, attachmentOf(region, primary)));
            assertEquals("OperationNotPermitted", refusal(region, attachmentOf(region, MANAGED)));
            assertEquals("InvalidAttachmentID.NotFound", refusal(region, "eni-attach-0123456789abcdef0"));
            assertEquals("InvalidAttachmentID.Malformed", refusal(region, "attachment"));
        });
    }

    @Test
    void terminationFreesTheEniUnlessItIsToBeDeleted() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time)
                    .eni(MANAGED, eni -> eni.deleteOnTermination().on(ACTIVE, 2))
                    .build();
            region.ec2().terminate(List.of(ACTIVE), false);
            assertEquals(State.SHUTTING_DOWN, region.stateOf(ACTIVE));
            time.sleep(Duration.ofSeconds(25));
            assertEquals(State.TERMINATED, region.stateOf(ACTIVE));
            assertEquals("available", region.whereIs(ENI));
            assertFalse(region.exists(MANAGED));
            assertEquals("web", region.instance(ACTIVE).tags().get("eni-failover:group"));
            time.sleep(Duration.ofHours(1));
            assertThrows(AwsError.class, () -> region.instance(ACTIVE));
        });
    }

    @Test
    void anEniMayHauntATerminatedInstance() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            region.strike(world -> world.haunts(ENI, Duration.ofSeconds(40)));
            region.ec2().terminate(List.of(ACTIVE), false);
            time.sleep(Duration.ofSeconds(30));
            assertEquals(ACTIVE + " 1/0 attached", region.whereIs(ENI)); // rebuy-de/aws-nuke#607
            time.sleep(Duration.ofSeconds(40));
            assertEquals("available", region.whereIs(ENI));
        });
    }

    @Test
    void modifiesOneAttributeACall() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            String attachment = attachmentOf(region, ENI);
            Change delete = new Change.DeleteOnTermination(attachment, true);
            region.ec2().modify(ENI, List.of(delete), false);
            region.ec2().modify(ENI, List.of(new Change.EnaQueueCount(attachment, 2)), false);
            region.ec2().modify(ENI, List.of(new Change.EnaSrd(true, false)), false);
            Attachment now = region.eni(ENI).attachment();
            assertNotNull(now);
            assertEquals(new Attachment.Attributes(true, 2, true, false), now == null ? null : now.attributes());
            AwsError two = assertThrows(AwsError.class, () -> region.ec2()
                    .modify(ENI, List.of(delete, new Change.SourceDestCheck(false)), false));
            assertEquals("InvalidParameterCombination", two.code());
        });
    }
}
