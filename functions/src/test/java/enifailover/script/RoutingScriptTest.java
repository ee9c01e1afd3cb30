package enifailover.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.template.Assembly;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingScriptTest {
    private static final String ARGUMENTS = "set -- 'apply' 'eni=eni-0a,mac=02:00:00:00:02:32' 'wait=75'";

    private final String script = Assembly.script();

    RoutingScriptTest() throws Exception {}

    @Test
    void theConstantIsTheScriptOfThisRepository() {
        assertEquals(
                Optional.of(RoutingScript.SHA256),
                RoutingScript.sha256(script),
                "run: functions/src/main/ssm/assemble");
    }

    /// The agent joins the items with line breaks and ends with one.
    @Test
    void whatTheAgentMakesOfADocumentIsTheSameScript() throws Exception {
        List<String> commands = List.of("#!/bin/sh", ARGUMENTS, script);
        assertEquals(Optional.of(RoutingScript.SHA256), RoutingScript.sha256(String.join("\n", commands) + "\n"));
        assertEquals(Optional.of(RoutingScript.SHA256), RoutingScript.sha256OfDocument(document(commands)));
    }

    @Test
    void anyChangeOfTheScriptIsAnother() throws Exception {
        for (String other :
                List.of(script.replaceFirst("umask 077", "umask 022"), script.replaceFirst("\numask", "\n\numask"))) {
            Optional<String> found = RoutingScript.sha256OfDocument(document(List.of("#!/bin/sh", ARGUMENTS, other)));
            assertNotEquals(Optional.of(RoutingScript.SHA256), found);
            assertTrue(RoutingScript.difference(found).isPresent());
        }
        assertEquals(Optional.empty(), RoutingScript.difference(Optional.of(RoutingScript.SHA256)));
    }

    @Test
    void aDocumentWithoutTheScriptHasNone() throws Exception {
        assertEquals(Optional.empty(), RoutingScript.sha256OfDocument("not JSON"));
        assertEquals(Optional.empty(), RoutingScript.sha256OfDocument("{}"));
        assertEquals(Optional.empty(), RoutingScript.sha256OfDocument(document(List.of("echo hello"))));
        assertTrue(RoutingScript.difference(Optional.empty()).isPresent());
    }

    /// Runs it, refused at once, and reads what it says of itself.
    @Test
    void theScriptSaysItsOwnHash(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("script"), script);
        Process run = new ProcessBuilder("/bin/sh", file.toString(), "verify", "", "").start();
        String line = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(10, run.waitFor(), line);
        assertEquals(
                RoutingScript.SHA256,
                new ObjectMapper().readTree(line).path("script").asText(),
                line);
    }

    private static String document(List<String> commands) throws Exception {
        return new ObjectMapper()
                .writeValueAsString(Map.of(
                        "schemaVersion",
                        "2.2",
                        "mainSteps",
                        List.of(Map.of("action", "aws:runShellScript", "inputs", Map.of("runCommand", commands)))));
    }
}
