package enifailover.handler;

import static enifailover.handler.FunctionLab.call;
import static enifailover.handler.FunctionLab.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.harness.rehearsal.Documents;
import enifailover.harness.rehearsal.Template;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.ssm.SimulatedHost.Behaviour;
import enifailover.testkit.region.time.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Groups with many addresses, in a Region that has the template's own document and refuses what is too long for it.
class LongCommandsTest {
    private static final String ACTIVE = "i-0aaaaaaaaaaaaaaa1";
    private static final String STANDBY = "i-0aaaaaaaaaaaaaaa2";

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private interface Story {
        void play(Region region, FunctionLab lab);
    }

    /// As CloudFormation stores it: with indentation.
    private static Document document() {
        try {
            Document deployed = Documents.routing(Template.read(Path.of("template.yaml"), Map.of()));
            ObjectMapper json = new ObjectMapper();
            String indented =
                    json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(deployed.content()));
            return new Document("eni-failover-routing", deployed.parameters(), deployed.executionTimeout(), indented);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String eni(int i) {
        return "eni-0aaaaaaaaaaaaaa%02d".formatted(i);
    }

    private static void with(int enis, int ipv4, int ipv6, Story story) {
        with(enis, ipv4, ipv6, Map.of(), false, story);
    }

    private static void with(int enis, int ipv4, int ipv6, Map<String, String> tags, boolean stages, Story story) {
        VirtualTime.run(5, time -> {
            RegionBuilder scene = Region.builder(time)
                    .subnet("subnet-00000000000000001", subnet -> subnet.zone("eu-west-1a")
                            .cidr("10.0.0.0/16")
                            .ipv6("2001:db8:1234:5678::/64"))
                    .document(document());
            for (String instance : List.of(ACTIVE, STANDBY)) {
                scene.instance(instance, one -> one.type("c5n.18xlarge").tag("eni-failover:group", "web"));
            }
            for (int i = 0; i < enis; i++) {
                int index = i + 1;
                scene.eni(eni(i), one -> {
                    one.tag("eni-failover:group", "web").on(ACTIVE, index);
                    tags.forEach(one::tag);
                    IntStream.range(0, ipv4).forEach(n -> one.address("10.0.%d.%d".formatted(100 + index, 100 + n)));
                    IntStream.range(0, ipv6)
                            .forEach(n -> one.ipv6("2001:db8:1234:5678:9abc:def0:1%03x:2%03x".formatted(index, n)));
                });
            }
            Region region = scene.build();
            story.play(region, new FunctionLab(region, DYNAMO.running(), time, false, "eni-failover:", stages));
        });
    }

    private static JsonNode fails(Region region, FunctionLab lab) {
        region.strike(scenery -> scenery.stop(ACTIVE, true, "a person stopped it"));
        region.time().sleep(Duration.ofSeconds(60));
        region.forgetCalls();
        return call(lab.failover, stopped(ACTIVE)).path("reports").path(0);
    }

    private static long commands(Region region) {
        return region.calls().stream()
                .filter(call -> call.permission().equals("ssm:SendCommand"))
                .count();
    }

    @ParameterizedTest
    @CsvSource({"4, 20, 0, 1", "8, 3, 3, 1", "8, 20, 20, 3", "1, 30, 30, 1", "14, 30, 30, 7"})
    void eachIsMovedAndRouted(int enis, int ipv4, int ipv6, int commands) {
        with(enis, ipv4, ipv6, (region, lab) -> {
            JsonNode report = fails(region, lab);
            assertEquals("SUCCEEDED", report.path("verdict").asText(), report::toPrettyString);
            assertEquals(commands, commands(region), report::toPrettyString);
            assertEquals(enis, region.hosts().routed(STANDBY).size());
        });
    }

    @ParameterizedTest
    @CsvSource({"4, 20, 0", "8, 20, 20", "1, 30, 30", "14, 30, 30"})
    void noAuditFindsThemTooLong(int enis, int ipv4, int ipv6) {
        with(enis, ipv4, ipv6, (region, lab) -> {
            String audit = call(lab.readiness, "{\"action\":\"audit\"}").toString();
            assertTrue(audit.contains("web"), audit);
            assertFalse(audit.contains("command-length"), audit);
        });
    }

    /// Whatever the others say.
    @Test
    void oneThatIsNotVerifiedFailsTheMove() {
        with(8, 20, 20, (region, lab) -> {
            region.hosts().behave(STANDBY, Behaviour.FAILS_VERIFICATION);
            assertEquals("FAILED", fails(region, lab).path("verdict").asText());
        });
    }

    /// The guest that came up has to verify all of them again.
    @Test
    void afterARebootEachIsRoutedAgain() {
        with(8, 20, 20, Map.of("eni-failover:no-show", "reboot"), false, (region, lab) -> {
            region.hosts().behave(STANDBY, Behaviour.SHOWS_DEVICE_AFTER_REBOOT);
            JsonNode report = fails(region, lab);
            assertEquals("SUCCEEDED", report.path("verdict").asText(), report::toPrettyString);
            assertTrue(report.toString().contains("rebooted; verified"), report::toPrettyString);
            assertEquals(8, region.hosts().routed(STANDBY).size());
        });
    }

    @Test
    void eachIsStagedAhead() {
        with(8, 20, 20, Map.of(), true, (region, lab) -> {
            call(lab.readiness, "{\"action\":\"audit\"}");
            assertEquals(8, region.hosts().staged(STANDBY).size());
            assertEquals(3, commands(region));
            call(lab.readiness, "{\"action\":\"audit\"}");
            assertEquals(3, commands(region), "and not again");
        });
    }

    /// Its holder works, and is told to forget them in one command.
    @Test
    void aDrillMovesThemAndTheHolderCleansUp() {
        with(8, 20, 20, (region, lab) -> {
            call(lab.drill, "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"web\"}");
            region.time().sleep(Duration.ofSeconds(30));
            assertEquals(8, region.hosts().routed(STANDBY).size());
            JsonNode back = call(lab.drill, "{\"action\":\"failback\",\"group\":\"web\",\"confirm\":\"web\"}");
            region.time().sleep(Duration.ofSeconds(30));
            assertEquals(8, region.hosts().routed(ACTIVE).size(), back::toPrettyString);
            assertEquals(0, region.hosts().routed(STANDBY).size(), back::toPrettyString);
        });
    }
}
