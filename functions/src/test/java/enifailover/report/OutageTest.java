package enifailover.report;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.ENI2;
import static enifailover.model.group.Situation.NOW;
import static enifailover.model.group.Situation.attached;
import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.execute.Outcome;
import enifailover.execute.Outcome.Result;
import enifailover.model.DevicePosition;
import enifailover.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final Step DETACH = new Step.Detach(ENI, attached(ENI, A, 1), Duration.ofSeconds(5));
    private static final Step DETACH2 = new Step.Detach(ENI2, attached(ENI2, A, 2), Duration.ofSeconds(5));
    private static final Step ATTACH = new Step.Attach(ENI, B, new DevicePosition(1, 0));
    private static final Step ATTACH2 = new Step.Attach(ENI2, B, new DevicePosition(2, 0));
    private static final Step ROUTING = new Step.AwaitRouting(B);
    private static final Step RECHECK = new Step.ProbeTcp(ENI, "10.0.2.50", 5060);

    private static Outcome took(Step step, long fromMs, long toMs, Result result) {
        return new Outcome(
                step.kind(), step.message(), result, NOW.plusMillis(fromMs), Duration.ofMillis(toMs - fromMs), "seen");
    }

    private static Outcome took(Step step, long fromMs, long toMs) {
        return took(step, fromMs, toMs, Result.DONE);
    }

    @Test
    void itIsCountedFromTheFirstDetachRequestToTheLastArrival() {
        Outage outage = Outage.of(List.of(
                        took(DETACH, 700, 3000),
                        took(DETACH2, 800, 3500),
                        took(ATTACH, 3000, 4500),
                        took(ATTACH2, 3500, 5200),
                        took(ROUTING, 5200, 5400),
                        took(RECHECK, 5400, 5500)))
                .orElseThrow();
        assertEquals(Duration.ofMillis(4500), outage.attached());
        assertEquals(Optional.of(Duration.ofMillis(4700)), outage.routed());
        assertEquals(Optional.of(Duration.ofMillis(4800)), outage.answered());
        assertEquals(Duration.ofMillis(4800), outage.whole());
    }

    @Test
    void whatFailedOrWasNotAnsweredCountsForNothing() {
        Outage outage = Outage.of(List.of(
                        took(DETACH, 0, 2000),
                        took(ATTACH, 2000, 62_000, Result.FAILED),
                        took(ATTACH, 63_000, 65_000),
                        took(ROUTING, 65_000, 65_100, Result.WARNED),
                        took(RECHECK, 65_100, 75_100, Result.WARNED)))
                .orElseThrow();
        assertEquals(Duration.ofSeconds(65), outage.attached());
        assertEquals(Optional.of(Duration.ofMillis(65_100)), outage.routed());
        assertEquals(Optional.empty(), outage.answered());
    }

    @Test
    void whereNothingWasTakenFromAnybodyThereIsNone() {
        assertEquals(Optional.empty(), Outage.of(List.of()));
        assertEquals(Optional.empty(), Outage.of(List.of(took(ATTACH, 0, 1500))));
        assertEquals(Optional.empty(), Outage.of(List.of(took(DETACH, 0, 1500))));
    }
}
