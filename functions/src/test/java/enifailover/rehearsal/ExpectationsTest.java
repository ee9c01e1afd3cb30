package enifailover.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What is not as it must be is found, and told with what is instead.
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
        assertEquals(List.of("verdict SUCCEEDED; but found: FAILED"), expectations.broken());
    }

    @Test
    void theSelfTestBreaksWhatHolds() {
        expectations.equal("verdict", "SUCCEEDED", "SUCCEEDED");
        expectations.breakLast();
        assertEquals(1, expectations.broken().size());
    }
}
