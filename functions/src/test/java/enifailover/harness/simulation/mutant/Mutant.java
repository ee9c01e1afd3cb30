package enifailover.harness.simulation.mutant;

import java.util.List;

/// A deliberate bug: replacements in one source file.
///
/// @param name what is wrong, in words
/// @param file the source, from `enifailover/`
/// @param edits what is replaced
/// @param seed with which the hunt begins: near one that is known to catch it
record Mutant(String name, String file, List<Edit> edits, long seed) {

    /// @param was must stand in the source exactly once, blanks and line breaks apart
    record Edit(String was, String is) {}

    static Mutant of(String name, String file, String was, String is) {
        return new Mutant(name, file, List.of(new Edit(was, is)), 1);
    }

    Mutant from(long first) {
        return new Mutant(name, file, edits, first);
    }

    /// The source with the bug.
    ///
    /// @throws IllegalStateException where a replacement does not apply exactly once: the list is out of date
    String applied(String source) {
        String text = onOneLine(source);
        for (Edit edit : edits) {
            String was = onOneLine(edit.was());
            int first = text.indexOf(was);
            if (first < 0 || text.indexOf(was, first + 1) >= 0) {
                throw new IllegalStateException("mutant '" + name + "': not exactly once in " + file + ": " + was);
            }
            text = text.replace(was, edit.is());
        }
        return text;
    }

    /// So that it does not matter where the formatter breaks a line.
    private static String onOneLine(String source) {
        return source.replaceAll("\\s*\\n\\s*(?=[.)])|(?<=\\()\\s*\\n\\s*", "").replaceAll("\\s+", " ");
    }
}
