package enifailover.handler;

import static enifailover.handler.FunctionLab.call;
import static enifailover.handler.FunctionLab.stopped;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.assess.Verdict;
import enifailover.report.StepMetric;
import enifailover.template.AlarmMetrics;
import enifailover.template.DashboardBody;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ec2.Query;
import enifailover.testkit.region.time.VirtualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What CloudWatch makes of the functions' metric lines, and that the dashboard asks for nothing else.
class MetricNamesTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    /// A metric as CloudWatch would store it.
    private record Emitted(String name, Set<String> dimensions) {}

    private static Map<Emitted, List<Double>> emittedBy(BiConsumer<Region, FunctionLab> story) {
        PrintStream usual = System.out;
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        System.setOut(new PrintStream(lines, true, StandardCharsets.UTF_8));
        try {
            VirtualTime.run(3, time -> {
                Region region = Scenes.pair(time).build();
                story.accept(region, new FunctionLab(region, DYNAMO.running(), time, false));
            });
        } finally {
            System.setOut(usual);
        }
        Map<Emitted, List<Double>> all = new java.util.HashMap<>();
        lines.toString(StandardCharsets.UTF_8).lines().forEach(line -> read(line, all));
        return all;
    }

    /// CloudWatch's embedded metric format: the names, and one metric for each set of dimensions.
    private static void read(String line, Map<Emitted, List<Double>> all) {
        if (!line.contains("\"_aws\"")) {
            return;
        }
        try {
            JsonNode json = new JsonMapper().readTree(line);
            for (JsonNode directive : json.path("_aws").path("CloudWatchMetrics")) {
                assertEquals("EniFailover", directive.path("Namespace").asText());
                for (JsonNode metric : directive.path("Metrics")) {
                    String name = metric.path("Name").asText();
                    List<Double> values = new ArrayList<>();
                    JsonNode value = json.path(name);
                    if (value.isArray()) {
                        value.forEach(each -> values.add(each.asDouble()));
                    } else {
                        values.add(value.asDouble());
                    }
                    for (JsonNode set : directive.path("Dimensions")) {
                        Set<String> dimensions = new TreeSet<>();
                        set.forEach(dimension -> dimensions.add(dimension.asText()));
                        all.computeIfAbsent(new Emitted(name, dimensions), unused -> new ArrayList<>())
                                .addAll(values);
                    }
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(line, e);
        }
    }

    private static void everythingThatCanHappen(Region region, FunctionLab lab) {
        call(lab.failover, "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}");
        call(lab.failover, "{\"source\":\"aws.ec2\"}");
        call(lab.drill, "{}");
        call(lab.drill, "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"web\"}");
        call(lab.drill, "{\"action\":\"failback\",\"group\":\"web\",\"confirm\":\"web\"}");
        call(lab.readiness, "{\"action\":\"audit\"}");
        region.strike(scenery -> scenery.stop(ACTIVE, true, "a person stopped it"));
        region.time().sleep(Duration.ofSeconds(60));
        call(lab.failover, stopped(ACTIVE));
        region.time().sleep(Duration.ofHours(1));
        region.impair(STANDBY, Kind.INSTANCE);
        region.time().sleep(Duration.ofMinutes(5));
        call(lab.failover, stopped(STANDBY));
        region.deny("ec2:DescribeInstances");
        assertThrows(EventNotProcessed.class, () -> call(lab.failover, stopped(ACTIVE)));
    }

    /// Names that these stories do not bring about, but the code can: each verdict, each kind of step.
    private static Set<String> byTheCode() {
        Set<String> names = new TreeSet<>();
        for (Verdict verdict : Verdict.values()) {
            names.add(Telemetry.metricOf(verdict));
        }
        Arrays.stream(StepMetric.values()).map(StepMetric::metric).forEach(names::add);
        return names;
    }

    @Test
    void theDashboardShowsNoMetricThatTheFunctionsDoNotEmit() {
        Map<Emitted, List<Double>> emitted = emittedBy(MetricNamesTest::everythingThatCanHappen);
        Map<String, Set<Set<String>>> dimensionsByName = new TreeMap<>();
        emitted.keySet().forEach(one -> dimensionsByName
                .computeIfAbsent(one.name(), unused -> new java.util.HashSet<>())
                .add(one.dimensions()));
        Set<Set<String>> ofRuns = Set.of(Set.of("Service"), Set.of("Service", "Group"));
        byTheCode().forEach(name -> dimensionsByName.putIfAbsent(name, ofRuns));
        Set<String> missing = DashboardBody.ofTheTemplate().metrics().stream()
                .filter(shown -> shown.namespace().equals("EniFailover"))
                .filter(shown -> !dimensionsByName
                        .getOrDefault(shown.name(), Set.of())
                        .contains(new TreeSet<>(shown.dimensions().keySet())))
                .map(DashboardBody.Shown::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing, () -> "emitted: " + dimensionsByName);
    }

    @Test
    void aFailoverTellsHowLongItTookAndWhere() {
        Map<Emitted, List<Double>> emitted = emittedBy((region, lab) -> {
            region.strike(scenery -> scenery.stop(ACTIVE, true, "a person stopped it"));
            region.time().sleep(Duration.ofSeconds(60));
            call(lab.failover, stopped(ACTIVE));
        });
        Set<String> ofAll = Set.of("Service");
        double took = only(emitted, "FailoverDuration");
        assertEquals(List.of(took), emitted.get(new Emitted("FailoverDuration", Set.of("Group", "Service"))));
        assertEquals(
                Set.of(Set.of("Service"), Set.of("Service", "Group")),
                emitted.keySet().stream().map(Emitted::dimensions).collect(Collectors.toSet()),
                "no metric is without its stack");
        assertEquals(List.of(1.0), emitted.get(new Emitted("VerdictSucceeded", ofAll)));
        double detach = only(emitted, "DetachDuration");
        double attach = only(emitted, "AttachDuration");
        double routing = only(emitted, "RoutingDuration");
        assertTrue(detach >= 2500 && attach >= 1500 && routing >= 0, emitted::toString);
        assertTrue(detach + attach + routing <= took, emitted::toString);
    }

    /// The one value of a metric of all groups.
    private static double only(Map<Emitted, List<Double>> emitted, String name) {
        List<Double> values = emitted.getOrDefault(new Emitted(name, Set.of("Service")), List.of());
        assertEquals(1, values.size(), name);
        return values.getFirst();
    }

    /// Of a run, and of a group that the sweep only looked at.
    @Test
    void whatNeedsAPersonIsCountedForTheAlarm() {
        String sweep = "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}";
        Map<Emitted, List<Double>> emitted = emittedBy((region, lab) -> {
            region.strike(scenery -> scenery.stop(STANDBY, true, "a person stopped it"));
            region.strike(scenery -> scenery.stop(ACTIVE, true, "a person stopped it"));
            region.time().sleep(Duration.ofSeconds(60));
            call(lab.failover, stopped(ACTIVE));
        });
        assertEquals(List.of(1.0), emitted.get(new Emitted("VerdictNoStandby", Set.of("Service"))));
        assertEquals(1.0, only(emitted, "NeedsAPerson"));
        Map<Emitted, List<Double>> looked = emittedBy((region, lab) -> {
            var tags = new HashMap<>(region.eni(ENI).tags());
            region.strike(scenery -> scenery.retag(ENI, Map.of()));
            String primary = region.ec2().describeNetworkInterfaces(Query.ALL).items().stream()
                    .filter(eni -> eni.attachment() != null
                            && eni.attachment().instanceId().equals(ACTIVE)
                            && eni.attachment().deviceIndex() == 0)
                    .findFirst()
                    .orElseThrow()
                    .id();
            region.strike(scenery -> scenery.retag(primary, tags));
            call(lab.failover, sweep);
        });
        assertEquals(1.0, only(looked, "NeedsAPerson"));
        assertEquals(List.of(1.0), looked.get(new Emitted("NeedsAPerson", Set.of("Service", "Group"))));
        assertFalse(looked.containsKey(new Emitted("Runs", Set.of("Service"))), looked::toString);
    }

    @Test
    void everyAlarmOfTheStackOnOurMetricsWatchesOneThatIsEmitted() {
        Map<Emitted, List<Double>> emitted = emittedBy(MetricNamesTest::everythingThatCanHappen);
        Set<String> watched = AlarmMetrics.emittedByTheFunctions();
        assertTrue(watched.contains("NeedsAPerson"), watched::toString);
        watched.forEach(name -> assertTrue(emitted.containsKey(new Emitted(name, Set.of("Service"))), name));
    }

    @Test
    void aFalseAlarmAndAPlanAreNoFailover() {
        Map<Emitted, List<Double>> emitted = emittedBy((region, lab) -> {
            call(lab.failover, stopped(ACTIVE));
            call(lab.drill, "{\"action\":\"plan\",\"group\":\"web\"}");
        });
        Set<String> names = emitted.keySet().stream().map(Emitted::name).collect(Collectors.toSet());
        assertEquals(Set.of("Runs", "VerdictHealthy", "VerdictPlanned"), names);
    }
}
