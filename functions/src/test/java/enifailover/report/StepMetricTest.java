package enifailover.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.execute.Outcome;
import enifailover.execute.Outcome.Result;
import enifailover.model.group.Situation;
import enifailover.plan.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepMetricTest {
    @Test
    void theStepThatAPersonWaitsForHasItsMetric() {
        assertEquals(Optional.of(StepMetric.DETACH), StepMetric.of(outcome(Step.Kind.DETACH, Result.DONE)));
        assertEquals(Optional.of(StepMetric.ROUTING), StepMetric.of(outcome(Step.Kind.AWAIT_ROUTING, Result.FAILED)));
        assertEquals(Optional.empty(), StepMetric.of(outcome(Step.Kind.SEND_ROUTING, Result.DONE)));
    }

    @Test
    void whatWasDoneAlreadyTookNoTimeOfAws() {
        assertEquals(Optional.empty(), StepMetric.of(outcome(Step.Kind.ATTACH, Result.ALREADY)));
    }

    @Test
    void noTwoKindsHaveOneMetric() {
        assertEquals(
                StepMetric.values().length,
                Arrays.stream(StepMetric.values())
                        .map(StepMetric::metric)
                        .distinct()
                        .count());
    }

    private static Outcome outcome(Step.Kind kind, Result result) {
        return new Outcome(kind, "any words", result, Situation.NOW, Duration.ofSeconds(1), "seen");
    }
}
