package enifailover.harness.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.harness.crash.Blow.Labelled;
import enifailover.harness.crash.Blow.Nth;
import enifailover.testkit.region.wire.WireRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A call is known by AWS's own name for it, whichever protocol it came in.
final class CallTest {

    @Test
    void everyProtocolNamesItsAction() {
        var form = WireRequest.of(
                "/", Map.of(), "Version=2016-11-15&Action=DetachNetworkInterface&Force=true".getBytes(UTF_8));
        assertEquals("DetachNetworkInterface", Call.action(form));
        var target = WireRequest.of("/", Map.of("x-amz-target", "DynamoDB_20120810.UpdateItem"), new byte[0]);
        assertEquals("UpdateItem", Call.action(target));
        var cbor = WireRequest.of(
                "/service/GraniteServiceVersion20100801/operation/DescribeAlarms", Map.of(), new byte[0]);
        assertEquals("DescribeAlarms", Call.action(cbor));
    }

    @Test
    void aCallIsMetByItsNumberAndByItsLabel() {
        var second = new Call(7, "ec2", "AttachNetworkInterface", 2, "");
        assertTrue(new Nth(7).is(second));
        assertFalse(new Nth(2).is(second));
        assertTrue(new Labelled("ec2:AttachNetworkInterface:2").is(second));
        assertFalse(new Labelled("ec2:AttachNetworkInterface:1").is(second));
    }

    @Test
    void aChangeIsToldFromALook() {
        assertTrue(new Call(1, "dynamodb", "UpdateItem", 1, "").changes());
        assertTrue(new Call(1, "events", "PutEvents", 1, "").changes());
        assertTrue(new Call(1, "ssm", "SendCommand", 1, "").changes());
        for (var look : new String[] {"DescribeInstances", "GetItem", "Query", "ListRules"}) {
            assertFalse(new Call(1, "any", look, 1, "").changes(), look);
        }
    }
}
