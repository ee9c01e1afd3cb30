package enifailover.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.storm.Storm.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// More groups fail at once than EC2's buckets of describes hold: all end right, with one detach and one attach each.
class StormTest {
    private static final int GROUPS = 30;

    @Test
    void allEndRightThoughEc2RefusesMostOfTheirReads() {
        Result result = StormBenchmark.ours(GROUPS, 7);
        assertEquals(GROUPS, result.done().size(), result::toString);
        assertEquals(GROUPS, result.routed(), result::toString);
        assertEquals(GROUPS, result.verdicts().get("SUCCEEDED"), result::toString);
        assertEquals(GROUPS, result.calls().get("ec2:DetachNetworkInterface"), result::toString);
        assertEquals(GROUPS, result.calls().get("ec2:AttachNetworkInterface"), result::toString);
        assertTrue(
                result.calls().getOrDefault("ec2:DescribeNetworkInterfaces (throttled)", 0) > 0,
                () -> "no storm at all: " + result);
        assertTrue(result.longest().compareTo(Duration.ofMinutes(1)) < 0, result::toString);
    }
}
