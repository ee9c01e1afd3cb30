package enifailover.harness.simulation.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MutantsApplyTest {
    @Test
    void eachDeliberateBugStillFitsTheSource() throws IOException {
        List<String> unfit = new ArrayList<>();
        for (Mutant mutant : Mutants.everything()) {
            try {
                MutantLoader.source(mutant);
            } catch (IllegalStateException e) {
                unfit.add(e.getMessage());
            }
        }
        assertEquals(List.of(), unfit);
    }
}
