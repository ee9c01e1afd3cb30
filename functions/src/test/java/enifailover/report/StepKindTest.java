package enifailover.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.execute.Outcome;
import enifailover.execute.Outcome.Result;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.DevicePosition;
import enifailover.model.group.GroupName;
import enifailover.model.group.Situation;
import enifailover.plan.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StepKindTest {
    private static final List<Step> EVERY_STEP = List.of(
            new Step.KeepOnTermination(Situation.ENI, new AttachmentId("eni-attach-0000000000000000a"), Situation.A),
            new Step.Fence(new GroupName("web"), Situation.A),
            new Step.StartStandby(Situation.B, true),
            new Step.CheckPermissions(
                    Situation.ENI,
                    new AttachmentId("eni-attach-0000000000000000a"),
                    Situation.B,
                    new DevicePosition(1, 0)),
            new Step.SendRouting(Situation.B, List.of("eni=x"), true),
            new Step.Detach(Situation.ENI, Situation.attached(Situation.ENI, Situation.A, 1), Duration.ofSeconds(5)),
            new Step.Attach(Situation.ENI, Situation.B, new DevicePosition(1, 0)),
            new Step.Restore(Situation.ENI, AttachmentAttributes.FRESH),
            new Step.AwaitRouting(Situation.B),
            new Step.RebootIfInterfaceMissing(Situation.B, Set.of()),
            new Step.ProbeTcp(Situation.ENI, "10.0.2.50", 443),
            new Step.CleanUp(Situation.A, "eni=x"));

    @Test
    void theseAreAllTheStepsThereAre() {
        assertEquals(
                Set.of(Step.class.getPermittedSubclasses()),
                EVERY_STEP.stream().map(Step::getClass).collect(Collectors.toSet()));
    }

    @Test
    void everyStepThatAPersonWaitsForHasItsKind() {
        for (Step step : EVERY_STEP) {
            assertEquals(expected(step), StepKind.of(outcome(step.message(), Result.DONE)), step.message());
        }
    }

    private static Optional<StepKind> expected(Step step) {
        return switch (step) {
            case Step.Fence _ -> Optional.of(StepKind.FENCE);
            case Step.StartStandby _ -> Optional.of(StepKind.START_STANDBY);
            case Step.Detach _ -> Optional.of(StepKind.DETACH);
            case Step.Attach _ -> Optional.of(StepKind.ATTACH);
            case Step.AwaitRouting _ -> Optional.of(StepKind.ROUTING);
            case Step.ProbeTcp _ -> Optional.of(StepKind.PROBE);
            case Step.KeepOnTermination _,
                    Step.CheckPermissions _,
                    Step.SendRouting _,
                    Step.Restore _,
                    Step.RebootIfInterfaceMissing _,
                    Step.CleanUp _ -> Optional.empty();
        };
    }

    @Test
    void whatWasDoneAlreadyTookNoTimeOfAws() {
        assertEquals(Optional.empty(), StepKind.of(outcome("attach eni-0a to i-0b at index 1", Result.ALREADY)));
    }

    @Test
    void noTwoKindsHaveOneMetric() {
        assertEquals(
                StepKind.values().length,
                Arrays.stream(StepKind.values())
                        .map(StepKind::metric)
                        .distinct()
                        .count());
    }

    private static Outcome outcome(String step, Result result) {
        return new Outcome(step, result, Situation.NOW, Duration.ofSeconds(1), "seen");
    }
}
