package enifailover.harness.simulation.mutant;

import java.util.List;
import java.util.Map;

/// The classes of one source with a deliberate bug, for who wants to run them elsewhere than in this JVM.
public final class PatchedClasses {
    private PatchedClasses() {}

    /// @param file the source, from `enifailover/`
    /// @param was must stand in the source exactly once, blanks and line breaks apart
    /// @param is what stands there instead
    /// @return by name, as class files
    /// @throws IllegalStateException where the patch does not apply or does not compile
    public static Map<String, byte[]> of(String file, String was, String is) {
        return MutantLoader.compile(new Mutant(file, file, List.of(new Mutant.Edit(was, is)), 1));
    }
}
