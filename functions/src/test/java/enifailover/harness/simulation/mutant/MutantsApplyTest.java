package enifailover.harness.simulation.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MutantsApplyTest {
    @Test
    void eachDeliberateBugStillFitsTheSource() throws IOException {
        List<Mutant> all = Stream.concat(
                        Mutants.everything().stream(),
                        TestedMutants.ALL.stream().map(TestedMutant::bug))
                .toList();
        List<String> unfit = new ArrayList<>();
        for (Mutant mutant : all) {
            try {
                MutantLoader.source(mutant);
            } catch (IllegalStateException e) {
                unfit.add(e.getMessage());
            }
        }
        assertEquals(List.of(), unfit);
    }

    @Test
    void eachTestThatShallFailIsThere() throws ClassNotFoundException {
        for (TestedMutant mutant : TestedMutants.ALL) {
            assertEquals(
                    mutant.method(),
                    mutant.method(Class.forName("enifailover." + mutant.test())).getName());
        }
    }
}
