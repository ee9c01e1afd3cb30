package enifailover.template;

import static enifailover.template.Template.at;
import static enifailover.template.Template.list;
import static enifailover.template.Template.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.plan.RoutingParameters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The SSM document runs the routing script of this repository, and lets nothing into it that is not routing.
class DocumentTest {
    /// The limit of AWS for a document.
    private static final int LARGEST = 64 * 1024;

    /// How the script gets the document's parameters. Quotes are safe: no parameter's pattern allows one.
    private static final String ARGUMENTS = "set -- '{{ Verb }}' '{{ Interfaces }}' '{{ Options }}'";

    private final Map<String, Object> content = map(at(Template.read().properties("RoutingDocument"), "Content"));

    @Test
    void itRunsTheScriptOfThisRepository() throws Exception {
        List<Object> commands = list(at(content, "mainSteps", 0, "inputs", "runCommand"));
        assertEquals(List.of("#!/bin/sh", ARGUMENTS, Assembly.script()), commands);
        assertEquals("", Assembly.run(Assembly.FOLDER, "--check"), "run: functions/src/main/ssm/assemble");
    }

    /// bash reads each as a function, forgets comments and blank lines, and prints what it understood.
    @Test
    void theScriptIsTheReadableOneWithoutComments() throws Exception {
        String readable = Assembly.run(Assembly.FOLDER, "--readable");
        String assembled = Assembly.script();
        assertTrue(assembled.length() < readable.length() - 5000, "no comments in the readable form?");
        assertEquals(understood(readable), understood(assembled));
        assertNotEquals(understood(readable), understood(assembled.replaceFirst("umask 077", "umask 022")));
    }

    private static String understood(String script) throws IOException {
        Process bash = new ProcessBuilder("bash", "-s")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = bash.getOutputStream()) {
            in.write(("f() {\n" + script + "}\ndeclare -f f\n").getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(printed.contains("umask"), "bash does not read it");
        return printed;
    }

    @Test
    void assemblingBringsBothFilesUpToDate(@TempDir Path elsewhere) throws Exception {
        Path folder = Assembly.copy(elsewhere);
        Path document = folder.resolve("document.yaml");
        String before = Files.readString(document);
        assertEquals("", Assembly.run(folder));
        assertEquals(before, Files.readString(document), "assembling again changes nothing");
        Path part = folder.resolve("script/settings.sh");
        String own = Files.readString(part);

        Files.writeString(part, "# title\n\n  # gone\n  echo \"$1 # ${not} !Sub\" # gone\n");
        assertTrue(Assembly.run(folder, "--check").contains("document.yaml is not up to date"));
        assertEquals(before, Files.readString(document), "a check changes nothing");
        assertEquals("", Assembly.run(folder));
        String assembled = Assembly.run(folder, "--script");
        assertTrue(assembled.startsWith("#!/bin/sh\n# title\n  echo \"$1 # ${not} !Sub\"\nsay() {"), assembled);
        Object included = Includes.resolve(
                Map.of(
                        "Fn::Transform",
                        Map.of("Name", "AWS::Include", "Parameters", Map.of("Location", "document.yaml"))),
                document);
        assertEquals(
                assembled,
                list(at(included, "mainSteps", 0, "inputs", "runCommand")).get(2));

        Files.writeString(part, own);
        assertEquals("", Assembly.run(folder));
        assertEquals(before, Files.readString(document));
    }

    @Test
    void aPartThatIsNotInTheOrderIsRefused(@TempDir Path elsewhere) throws Exception {
        Path folder = Assembly.copy(elsewhere);
        Files.writeString(folder.resolve("script/managers/connman.sh"), "# a manager\n");
        assertEquals(2, Assembly.ends(folder, "--check"));
        assertEquals(2, Assembly.ends(folder));
    }

    /// The document and the parameters of a command share 64 KB (SSM API reference, CreateDocument, Content), and
    /// CloudFormation stores the document with indentation. The size is in the test's output.
    @Test
    void itFitsIntoADocumentWithTheLongestParameters(TestReporter reporter) throws Exception {
        int parameters = 0;
        for (Object parameter : map(at(content, "parameters")).values()) {
            parameters += map(parameter).containsKey("maxChars")
                    ? Integer.parseInt(at(parameter, "maxChars").toString())
                    : "cleanup".length();
        }
        int size = new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(content)
                .getBytes(StandardCharsets.UTF_8)
                .length;
        String message = "SSM document: %,d bytes, and %,d of the longest parameters, of %,d"
                .formatted(size, parameters, LARGEST);
        reporter.publishEntry(message);
        assertTrue(size + parameters <= LARGEST, message);
    }

    @Test
    void commandsAreSplitByItsOwnLimit() {
        assertEquals(
                RoutingParameters.LONGEST,
                Integer.parseInt(
                        at(content, "parameters", "Interfaces", "maxChars").toString()));
    }

    /// Systems Manager replaces `{{ name }}` wherever it stands, also in the middle of a script.
    @Test
    void theScriptHasNothingThatSystemsManagerWouldReplace() throws Exception {
        String script = Assembly.script();
        assertFalse(script.contains("{{"), "{{ in the script");
        assertTrue(script.chars().allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c <= '~')), "not plain ASCII");
    }

    @Test
    void itRunsOnLinuxAndEndsInTime() {
        assertEquals("2.2", at(content, "schemaVersion"));
        assertEquals("Linux", at(content, "mainSteps", 0, "precondition", "StringEquals", 1));
        // 75 s for the interface to appear, then up to 45 s until Amazon Linux's own tool has made its rules.
        assertEquals("180", at(content, "mainSteps", 0, "inputs", "timeoutSeconds"));
        assertEquals(1, list(at(content, "mainSteps")).size());
        assertEquals("NewVersion", at(Template.read().properties("RoutingDocument"), "UpdateMethod"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";",
                "a;b",
                "$(id)",
                "${IFS}",
                "`id`",
                "'",
                "\"",
                "a'b",
                "\n",
                "a\n",
                "\r",
                "a\\b",
                "|",
                "&",
                ">",
                "<",
                "*",
                "?",
                "(",
                "{{ Verb }}",
                "#",
                "~",
                "!",
                "\0",
                "\t",
                "é",
                "\u2028",
                "A"
            })
    void noParameterTakesWhatAShellWouldRead(String hostile) {
        for (String name : map(at(content, "parameters")).keySet()) {
            assertFalse(takes(name, hostile), name + " takes " + hostile);
            assertFalse(takes(name, "apply" + hostile), name + " takes apply" + hostile);
        }
    }

    @Test
    void theyTakeWhatTheFlowSends() {
        List.of("apply", "verify", "cleanup", "stage").forEach(verb -> assertTrue(takes("Verb", verb), verb));
        assertFalse(takes("Verb", ""));
        assertFalse(takes("Verb", "destroy"));
        List.of(
                        "",
                        "eni=eni-0a,mac=02:00:00:00:02:32,ip4=10.0.2.50+10.0.2.51,net4=10.0.2.0/24",
                        "eni=eni-0a,mac=02:00:00:00:02:32,pfx4=10.0.2.64/28,ip6=2001:db8::a+2001:db8::b,net6=2001:db8::/64",
                        "eni=eni-0a,mac=02:00:00:00:02:32 eni=eni-0b,mac=02:00:00:00:02:33")
                .forEach(value -> assertTrue(takes("Interfaces", value), value));
        List.of("", "wait=30", "wait=30,persist=no").forEach(value -> assertTrue(takes("Options", value), value));
        assertTrue(takes("Interfaces", "a".repeat(4000)));
        assertFalse(takes("Interfaces", "a".repeat(4001)));
        assertFalse(takes("Options", "a".repeat(501)));
    }

    /// The agent checks the pattern too, with Go's regexp, which refuses `{0,4000}`: "invalid repeat count".
    @Test
    void thePatternsAreOnesThatTheAgentCanCompile() {
        map(at(content, "parameters")).values().forEach(parameter -> {
            String pattern = (String) at(parameter, "allowedPattern");
            assertTrue(pattern.startsWith("^") && pattern.endsWith("$"), pattern);
            List<MatchResult> counts =
                    Pattern.compile("[{,](\\d+)").matcher(pattern).results().toList();
            counts.forEach(count -> assertTrue(Integer.parseInt(count.group(1)) <= 1000, pattern));
            for (String unknownToGo : List.of("(?=", "(?!", "(?<", "\\1", "++", "*+")) {
                assertFalse(pattern.contains(unknownToGo), pattern);
            }
        });
    }

    private boolean takes(String name, String value) {
        Map<String, Object> parameter = map(at(content, "parameters", name));
        int longest = Integer.parseInt(
                parameter.getOrDefault("maxChars", Integer.MAX_VALUE).toString());
        return value.length() <= longest
                && Pattern.compile(at(parameter, "allowedPattern").toString())
                        .matcher(value)
                        .matches();
    }
}
