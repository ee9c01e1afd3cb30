package enifailover.harness.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A failed check is reported with the value that was found.
final class ExpectationsTest {

    private final Expectations expectations = new Expectations();

    @Test
    void whatHoldsIsKept() {
        expectations.equal("verdict", "SUCCEEDED", "SUCCEEDED");
        assertEquals(List.of("verdict SUCCEEDED"), expectations.kept());
        assertEquals(List.of(), expectations.broken());
    }

    @Test
    void whatDoesNotIsBroken() {
        expectations.equal("verdict", "SUCCEEDED", "FAILED");
        assertEquals(List.of(), expectations.kept());
        assertEquals(List.of("verdict SUCCEEDED; found instead: FAILED"), expectations.broken());
    }

    @Test
    void aMeasurementHasToBeWithinItsBounds() {
        Duration least = Duration.ofMillis(3500);
        Duration most = Duration.ofSeconds(9);
        expectations.within("the longest outage", least, Duration.ofMillis(4321), most);
        assertEquals(List.of("the longest outage is from 3500 ms to 9000 ms"), expectations.kept());
        expectations.within("the longest outage", least, Duration.ofMillis(20), most);
        expectations.within("the longest outage", least, Duration.ofMillis(9001), most);
        assertEquals(2, expectations.broken().size());
    }

    @Test
    void theSelfTestBreaksWhatHolds() {
        expectations.equal("verdict", "SUCCEEDED", "SUCCEEDED");
        expectations.breakLast();
        assertEquals(1, expectations.broken().size());
    }
}
