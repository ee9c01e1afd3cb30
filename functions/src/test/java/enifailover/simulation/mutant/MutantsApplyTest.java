package enifailover.simulation.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MutantsApplyTest {
    private static final Path SOURCES = Path.of("functions", "src", "main", "java", "enifailover");

    @Test
    void eachDeliberateBugStillFitsTheSource() throws IOException {
        List<String> unfit = new ArrayList<>();
        for (Mutant mutant :
                Stream.concat(Mutants.ALL.stream(), RestMutants.ALL.stream()).toList()) {
            try {
                mutant.applied(MutantLoader.withoutComments(Files.readString(SOURCES.resolve(mutant.file()))));
            } catch (IllegalStateException e) {
                unfit.add(e.getMessage());
            }
        }
        assertEquals(List.of(), unfit);
    }
}
