package enifailover.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The pages lead to each other and to files that exist, and the first one is short.
class LinksTest {
    private static final int MOST_LINES = 280;
    /// What a person sees without scrolling.
    private static final int SCREEN = 24;

    private static Map<Path, Page> pages() throws IOException {
        return Page.all().stream().collect(Collectors.toMap(Page::file, Function.identity()));
    }

    private static Set<String> broken(Map<Path, Page> pages) {
        Set<String> broken = new TreeSet<>();
        for (Page page : pages.values()) {
            for (String link : page.links()) {
                Path target = page.target(link);
                Page leadsTo = pages.get(target);
                boolean anchor = link.contains("#");
                boolean there = anchor
                        ? leadsTo != null && leadsTo.anchors().contains(link.substring(link.indexOf('#') + 1))
                        : Files.exists(target);
                if (!there) {
                    broken.add(page.file() + ": " + link);
                }
            }
        }
        return broken;
    }

    @Test
    void everyRelativeLinkAndAnchorResolves() throws IOException {
        assertEquals(Set.of(), broken(pages()));
    }

    @Test
    void aBrokenLinkIsFound() {
        Page page = Page.of(Path.of("docs/a.md"), """
                # A title, `code` and more
                [ok](#a-title-code-and-more) [no](#nowhere) [no](gone.md) [ok](../README.md) `[code](gone.md)`
                ```
                [code](gone.md)
                ```
                <a id="here"></a> [ok](a.md#here) [far](https://example.com/x)
                """);
        assertEquals(Set.of("docs/a.md: #nowhere", "docs/a.md: gone.md"), broken(Map.of(page.file(), page)));
    }

    @Test
    void everyPageIsReachedFromTheReadme() throws IOException {
        Map<Path, Page> pages = pages();
        Set<Path> reached = new HashSet<>();
        Deque<Path> next = new ArrayDeque<>(List.of(Path.of("README.md")));
        while (!next.isEmpty()) {
            Page page = pages.get(next.remove());
            if (page != null && reached.add(page.file())) {
                page.links().forEach(link -> next.add(page.target(link)));
            }
        }
        assertEquals(new TreeSet<>(pages.keySet()), new TreeSet<>(reached));
    }

    @Test
    void theReadmeIsShortAndHasTheTwoCommands() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("README.md"));
        assertTrue(lines.size() <= MOST_LINES, lines.size() + " lines");
        for (String command : List.of("mvn verify ", "mvn -q test-compile exec:exec@rehearse ")) {
            assertTrue(lines.stream().anyMatch(line -> line.startsWith(command)), command);
        }
    }

    /// Whoever deploys has to know it before anything else.
    @Test
    void theFirstScreenOfDeployNamesTheRightToTag() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("README.md"));
        int deploy = lines.indexOf("## Deploy");
        assertTrue(String.join("\n", lines.subList(deploy, deploy + SCREEN))
                .contains("**The right to tag is the right to move.**"));
    }
}
