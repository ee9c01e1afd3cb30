package enifailover.harness.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.AutomaticLimit;
import enifailover.harness.storm.SickZone.Figures;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// More groups fail at once than EC2's buckets hold: all end right, with one detach and one attach each, in time.
class StormTest {
    private static final int GROUPS = 60;

    @Test
    void allEndRightAndInTimeThoughEc2RefusesMostOfTheirQuestions() {
        Result result = StormBenchmark.ours(GROUPS, Weather.CALM, 7);
        assertTrue(result.right(), result::toString);
        assertEquals(GROUPS, result.verdicts().get("SUCCEEDED"), result::toString);
        assertEquals(GROUPS, result.count("ec2:DetachNetworkInterface"), result::toString);
        assertEquals(GROUPS, result.count("ec2:AttachNetworkInterface"), result::toString);
        assertTrue(result.count("ec2:DescribeInstances (throttled)") > 0, () -> "no storm at all: " + result);
        assertTrue(result.count("ec2:DescribeNetworkInterfaces") < 5 * GROUPS, result::toString);
        assertTrue(result.longest().compareTo(Duration.ofMinutes(1)) < 0, result::toString);
    }

    @Test
    void aSickZoneDoesNotMoveItselfToPieces() {
        Figures without = SickZone.played(30, new AutomaticLimit.None(), 7);
        Figures with = SickZone.played(30, new AutomaticLimit.ByDefault(), 7);
        assertTrue(without.moved() > 15, without::message);
        assertTrue(with.inTenMinutes() <= 6, with::message);
        assertEquals(0, with.nowhere(), with::message);
        assertTrue(with.verdicts().containsKey("LIMIT_REACHED"), with::message);
    }

    /// The second event of a failure finds the first one's run at work: nothing is moved twice, whatever else happens.
    @ParameterizedTest
    @EnumSource(
            value = Weather.class,
            names = {"TWO_EVENTS", "LOST_ANSWERS"})
    void noneIsLostInAnyWeather(Weather weather) {
        Result result = StormBenchmark.ours(GROUPS, weather, 7);
        assertTrue(result.right(), result::toString);
        assertTrue(result.longest().compareTo(Lambda.TIMEOUT) < 0, result::toString);
    }
}
