package enifailover.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the documentation, as a forge renders it.
///
/// @param file its path from the root of the repository
/// @param prose its lines without code blocks
record Page(Path file, List<String> prose) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+?) *#*");
    private static final Pattern ID = Pattern.compile("<a id=\"([^\"]+)\">");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");

    /// README, CONTRIBUTING, everything in docs/, and the pages of the examples.
    static List<Page> all() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        for (String folder : List.of("docs", "examples")) {
            try (Stream<Path> found = Files.walk(Path.of(folder))) {
                files.addAll(
                        found.filter(file -> file.toString().endsWith(".md")).toList());
            }
        }
        List<Page> pages = new ArrayList<>();
        for (Path file : files) {
            pages.add(of(file, Files.readString(file)));
        }
        return pages;
    }

    static Page of(Path file, String text) {
        List<String> prose = new ArrayList<>();
        boolean code = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith("```")) {
                code = !code;
            } else if (!code) {
                prose.add(line);
            }
        }
        return new Page(file, prose);
    }

    /// The links that do not leave the repository.
    List<String> links() {
        List<String> links = new ArrayList<>();
        for (String line : prose) {
            Matcher link = LINK.matcher(CODE.matcher(line).replaceAll("x"));
            while (link.find()) {
                if (!link.group(1).matches("[a-z]+:.*")) {
                    links.add(link.group(1));
                }
            }
        }
        return links;
    }

    /// What a link may have after its `#`: headings as GitHub names them, and ids.
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : prose) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String slug = heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-');
                int times = seen.merge(slug, 1, Integer::sum);
                anchors.add(times == 1 ? slug : slug + "-" + (times - 1));
            }
            Matcher id = ID.matcher(line);
            while (id.find()) {
                anchors.add(id.group(1));
            }
        }
        return anchors;
    }

    /// Where a link of this page leads, from the root of the repository; without the anchor.
    Path target(String link) {
        String path = link.replaceFirst("#.*", "");
        return path.isEmpty()
                ? file
                : Path.of("").resolve(file).resolveSibling(path).normalize();
    }
}
