package enifailover.tag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The table of the README has every tag that there is, and no other.
class TagPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `eni-failover:([a-z-]+)` \\| (ENI|instance) \\|");

    @Test
    void everyTagHasItsRow() throws IOException {
        Set<String> expected = new TreeSet<>();
        EniTags.NAMES.forEach(name -> expected.add(name + " ENI"));
        InstanceTags.NAMES.forEach(name -> expected.add(name + " instance"));
        Set<String> rows = new TreeSet<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("README.md")));
        while (row.find()) {
            rows.add(row.group(1) + " " + row.group(2));
        }
        assertEquals(expected, rows);
    }
}
