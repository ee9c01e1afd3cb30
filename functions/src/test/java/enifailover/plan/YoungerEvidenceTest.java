package enifailover.plan;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.NOW;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.group.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Of standbys that are equal otherwise, the one that was heard of since the trouble began comes first.
class YoungerEvidenceTest {
    private static final Duration TROUBLE = Duration.ofMinutes(3);
    private static final MoveRequired FAILURE =
            new MoveRequired(Reason.FAILURE, Set.of(A), false, Optional.empty(), List.of());

    private static Situation heard(Situation situation, InstanceId id, Duration ago) {
        return situation.heard(id, NOW.minus(ago));
    }

    private static InstanceId target(Situation situation) {
        return assertInstanceOf(
                        Plan.class, new Planner().plan(situation.snapshot(), FAILURE, TargetExclusions.NOTHING, NOW))
                .target();
    }

    @Test
    void theOneHeardOfSinceComesFirst() {
        Situation both = heard(heard(usual().impaired(A, TROUBLE), B, Duration.ofMinutes(4)), C, Duration.ofMinutes(1));
        assertEquals(C, target(both));
        assertEquals(B, target(heard(both, B, Duration.ofMinutes(2))), "both are younger: the ids decide");
        assertEquals(B, target(heard(both, C, Duration.ofMinutes(5))), "both are older: the ids decide");
    }

    @Test
    void nothingIsYoungerThanATroubleWhoseBeginningIsNotKnown() {
        Situation stopped = usual().state(A, InstanceState.STOPPED);
        assertEquals(B, target(heard(heard(stopped, B, Duration.ofHours(1)), C, Duration.ZERO)));
    }

    @Test
    void whoWasHeardOfComesBeforeWhoIsNotKnownToHaveBeen() {
        assertEquals(C, target(heard(usual().impaired(A, TROUBLE), C, Duration.ofMinutes(1))));
        assertEquals(B, target(usual().impaired(A, TROUBLE)));
    }

    @Test
    void thePriorityCountsFirstAndNobodyIsRefusedForIt() {
        Situation preferred = heard(usual().impaired(A, TROUBLE).priority(B, 1), B, Duration.ofHours(1));
        assertEquals(B, target(heard(preferred, C, Duration.ZERO)));
        assertEquals(B, target(heard(usual().impaired(A, TROUBLE).without(C), B, Duration.ofHours(1))));
    }
}
