package enifailover.template;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Writes the routing script, verbatim, into the SSM document of `template.yaml`, between its two marker comments, and
/// its hash into `RoutingScript.java`. Doing it twice changes nothing. From the root of the repository, with any JDK
/// from 17 on: `java functions/src/test/java/enifailover/template/EmbedScript.java`
public final class EmbedScript {
    static final Path TEMPLATE = Path.of("template.yaml");
    static final Path SCRIPT = Path.of("functions/src/main/ssm/eni-failover.sh");

    /// How the script gets the document's parameters. Quotes are safe: no parameter's pattern allows one.
    static final String ARGUMENTS = "set -- '{{ Verb }}' '{{ Interfaces }}' '{{ Options }}'";

    /// Where the script's hash stands, for the function.
    static final Path CONSTANT = Path.of("functions/src/main/java/enifailover/script/RoutingScript.java");

    private static final String BEGIN = "# begin eni-failover.sh";
    private static final String END = "# end eni-failover.sh";

    private EmbedScript() {}

    public static void main(String[] arguments) throws IOException {
        String script = Files.readString(SCRIPT);
        write(TEMPLATE, embedded(Files.readString(TEMPLATE), script));
        write(CONSTANT, named(Files.readString(CONSTANT), script));
    }

    private static void write(Path file, String after) throws IOException {
        if (after.equals(Files.readString(file))) {
            System.out.println(file + " is up to date with " + SCRIPT);
        } else {
            Files.writeString(file, after);
            System.out.println(file + " was brought up to date with " + SCRIPT);
        }
    }

    /// The class with this script's hash in it. Alone in this file, without the class that it writes: it runs as a
    /// program of one source file.
    static String named(String source, String script) {
        String text = script.substring(script.indexOf('\n') + 1);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return source.replaceFirst(
                    "SHA256 = \"[0-9a-f]{64}\"", "SHA256 = \"" + HexFormat.of().formatHex(hash) + "\"");
        } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
            throw new IllegalStateException(impossible);
        }
    }

    /// The template with this script in it, whatever was between the markers before.
    static String embedded(String template, String script) {
        List<String> lines = template.lines().toList();
        int begin = only(lines, BEGIN);
        int end = only(lines, END);
        String margin = lines.get(begin).substring(0, lines.get(begin).indexOf(BEGIN));
        List<String> result = new ArrayList<>(lines.subList(0, begin + 1));
        // The agent runs all items as one file, so the script's own first line has to be the file's.
        result.add(margin + "- '" + firstLine(script) + "'");
        result.add(margin + "- \"" + ARGUMENTS + "\"");
        result.add(margin + "- |");
        script.lines().forEach(line -> result.add(line.isEmpty() ? "" : margin + "  " + line));
        result.addAll(lines.subList(end, lines.size()));
        return String.join("\n", result) + "\n";
    }

    /// The interpreter, which the script has to name.
    static String firstLine(String script) {
        String first = script.lines().findFirst().orElse("");
        if (!first.startsWith("#!/") || first.contains("'")) {
            throw new IllegalArgumentException("the script must begin with #!/ and an interpreter, not: " + first);
        }
        return first;
    }

    private static int only(List<String> lines, String marker) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith(marker)) {
                found.add(i);
            }
        }
        if (found.size() != 1) {
            throw new IllegalStateException("the template must have one line \"" + marker + "\", has " + found.size());
        }
        return found.get(0);
    }
}
