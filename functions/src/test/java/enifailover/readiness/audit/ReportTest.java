package enifailover.readiness.audit;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.DevicePosition;
import enifailover.model.InstanceState;
import enifailover.model.audit.AuditSnapshot.DeadLetters;
import enifailover.model.audit.Lookup;
import enifailover.readiness.check.Audit;
import enifailover.readiness.check.Audit.Kept;
import enifailover.report.ReadinessAnswer;
import enifailover.report.ReadinessJson;
import enifailover.report.ReadinessText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a person reads, compared with the files that an operator can read too.
class ReportTest {
    private static final Path SCENARIOS = Path.of("functions/src/test/resources/scenarios");

    private static Audit bad() {
        AuditScene scene = new AuditScene();
        scene.situation.state(B, InstanceState.STOPPED).also(C, new DevicePosition(1, 0));
        scene.recovers.add(A);
        scene.deadLetters = Lookup.known(DeadLetters.WAITING);
        scene.routeTables = Lookup.unseen("the function's role may not call ec2:DescribeRouteTables", true);
        Audit audit = scene.audit();
        return new Audit(
                audit.groups(),
                audit.deployment(),
                List.of(
                        new Kept("created the alarm on StatusCheckFailed_System of " + B, Optional.empty()),
                        new Kept("created the alarm on StatusCheckFailed_System of " + C, Optional.of("throttled"))),
                audit.at(),
                Set.of(),
                Set.of(),
                audit.limit());
    }

    private static void reads(String file, String text) throws IOException {
        Path path = SCENARIOS.resolve(file);
        if (!Files.exists(path)) {
            Files.writeString(path, text);
            throw new AssertionError(path + " was not there and is written: read it, and keep it if it is right");
        }
        assertEquals(Files.readString(path), text);
    }

    @Test
    void aBadGroup() throws IOException {
        reads("readiness-bad.txt", ReadinessText.of(bad()));
    }

    @Test
    void aWellGroup() throws IOException {
        reads("readiness-well.txt", ReadinessText.of(new AuditScene().audit()));
    }

    @Test
    void noLineIsWiderThanATerminal() {
        ReadinessText.of(bad()).lines().forEach(line -> assertTrue(line.length() <= 100, line));
    }

    @Test
    void theJsonSaysTheSame() {
        var json = ReadinessJson.of(bad());
        assertEquals(0, json.path("ready").asInt());
        var finding = json.path("audits").path(0).path("findings").path(0);
        assertEquals("BLOCKER", finding.path("severity").asText());
        for (String field : List.of("check", "subject", "symptom", "cause", "action", "help")) {
            assertTrue(!finding.path(field).asText().isBlank(), field);
        }
        String answer = new String(ReadinessAnswer.of(bad()), StandardCharsets.UTF_8);
        assertTrue(answer.contains("\"text\":\"ENI Failover readiness at "), answer);
    }
}
