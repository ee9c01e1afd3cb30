package enifailover.harness.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.harness.simulation.Campaign.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
    @Test
    void noLawIsBrokenByTheFirstSeeds() {
        Result result = new Campaign(1, 400, 2, 1).run(_ -> {});
        assertTrue(result.broken().isEmpty(), () -> result.broken().toString());
        assertTrue(result.verdicts().getOrDefault("SUCCEEDED", 0L) > 100, () -> result.verdicts()
                .toString());
    }

    /// Each has once broken a law, by the fault of the program, of the law, or of a port of the simulation.
    @Test
    void whatHasOnceBrokenALawBreaksNone() {
        for (long seed : new long[] {27_314, 28_298, 29_483, 47_288, 58_683, 60_134}) {
            assertEquals(List.of(), Play.of(Schedule.of(seed), false).breaches(), "seed " + seed);
        }
    }

    @Test
    void aSeedGivesTheSameHistoryAgain() {
        for (long seed = 1; seed <= 40; seed++) {
            List<String> first = Play.of(Schedule.of(seed), true).lines();
            assertFalse(first.isEmpty());
            assertEquals(first, Play.of(Schedule.of(seed), true).lines(), "seed " + seed);
        }
    }

    @Test
    void playedAloudOrNotTheSameHappens() {
        for (long seed = 1; seed <= 100; seed++) {
            History loud = Play.of(Schedule.of(seed), true);
            History quiet = Play.of(Schedule.of(seed), false);
            assertEquals(loud.verdictsByKind(), quiet.verdictsByKind(), "seed " + seed);
            assertEquals(loud.injectedByKind(), quiet.injectedByKind(), "seed " + seed);
        }
    }
}
