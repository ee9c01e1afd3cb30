package enifailover.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table of subjects in `docs/testing.md` names checks that the guest lab has.
class LabSubjectsTest {
    private static final Path LAB = Path.of("functions/src/test/lab");
    private static final Path GOLDEN = Path.of("functions/src/test/resources/guest");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    /// Of a row: subject, parts, checks.
    private static final int COLUMNS = 4;

    @Test
    void eachCheckStandsInItsPart() throws IOException {
        List<String> rows = rows();
        assertTrue(rows.size() > 10, () -> rows.size() + " rows");
        for (String row : rows) {
            assertEquals(List.of(), missing(row), row);
        }
    }

    @Test
    void aCheckThatTheLabLacksIsFound() throws IOException {
        assertEquals(List.of("the moon is full"), missing("| tides | `odd` | `the moon is full … ` |"));
    }

    private static List<String> rows() throws IOException {
        String page = Files.readString(Path.of("docs/testing.md"));
        String section = page.substring(page.indexOf("\n## The lab"), page.indexOf("\n## Other suites"));
        return section.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| subject"))
                .toList();
    }

    /// The named texts that none of the row's parts has; a part's checks may stand in `lib.sh` or in a golden file.
    private static List<String> missing(String row) throws IOException {
        String[] cells = row.split("\\|", -1);
        StringBuilder lab = new StringBuilder(Files.readString(LAB.resolve("lib.sh")));
        for (String name : quoted(cells[COLUMNS - 2]).toList()) {
            Path part = LAB.resolve("part-" + name + ".sh");
            lab.append(Files.exists(part) ? Files.readString(part) : "");
            lab.append(name.equals("golden") ? golden() : "");
        }
        String texts = lab.toString().replace("'\"'\"'", "'");
        return quoted(cells[COLUMNS - 1])
                .flatMap(check -> Stream.of(check.split("…", -1)))
                .map(String::strip)
                .filter(piece -> !texts.contains(piece))
                .toList();
    }

    private static Stream<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map((MatchResult found) -> found.group(1)).toList().stream();
    }

    private static String golden() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
