package enifailover.readiness.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each finding links to its place in docs/operations.md.
class RunbookTest {
    private static final Pattern FINDING = Pattern.compile("new Finding\\(\\s*(?:[a-z ?()!.]*)\"([a-z-]+)\"");
    /// Where the name of the check is handed to whoever makes the finding.
    private static final Pattern HANDED = Pattern.compile("BaselineDrift\\.of\\(\\s*checkContext,\\s*\"([a-z-]+)\"");

    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([a-z-]+)\"></a>");

    private static Set<String> all(String text, Pattern... patterns) {
        Set<String> found = new TreeSet<>();
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    @Test
    void everyCheckHasItsAnchorAndEveryAnchorItsCheck() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("functions/src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                sources.append(Files.readString(file));
            }
        }
        Set<String> checks = all(sources.toString(), FINDING, HANDED);
        assertTrue(checks.size() > 40, checks.toString());
        // DataUnavailable chooses between two.
        checks.add("permission");
        checks.add("data-unavailable");
        Set<String> anchors = all(Files.readString(Path.of("docs/operations.md")), ANCHOR);
        assertEquals(checks, anchors);
    }
}
