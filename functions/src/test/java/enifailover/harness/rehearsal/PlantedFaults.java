package enifailover.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.Latencies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What quietly becomes wrong: groups that are well and audited so, then a fault in each, and the audit must find every
/// one and nothing else. Played last, and cleared away, because the sweep would act upon some of it.
final class PlantedFaults implements Scenario.Play {
    private static final Duration LATELY = Duration.ofDays(9);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT = "Readiness Changed";

    @Override
    public void on(Stage stage) throws Exception {
        var region = stage.scenery().region();
        var ground = new FaultGround(region);
        region.latencies(Latencies.NONE);
        ground.clear();
        ground.machinery();
        var faults = Faults.of(ground);
        var number = 0;
        for (var fault : faults) {
            number++;
            var instances = new ArrayList<String>();
            for (var member = 1; member <= fault.members(); member++) {
                instances.add("i-0f%07x%08x".formatted(number, member));
            }
            var cast = stage.named(fault.name(), instances, fault.enis());
            ground.make(cast);
            fault.before().on(cast);
            fault.play(cast);
            if (fault.drilled()) {
                stage.scenery().drilled(cast.group(), Instant.now().minus(LATELY));
            }
        }
        stage.scenery().latency(Scenario.Latency.QUICK);
        stage.sweep("asks EC2 by DryRun whether it may move a group");
        stage.environments("ReadinessFunction", 1);
        var well = stage.audit();
        stage.expectations().equal("while all is well the audit finds", Set.of(), findings(well));
        stage.expectations().equal("of the deployment it finds", Set.of(), deployment(well));
        stage.curtain();
        var told = told(region);
        var expected = new TreeSet<String>();
        var ofTheDeployment = new TreeSet<String>();
        var mended = new TreeSet<String>();
        for (var fault : faults) {
            stage.happens(fault.message(), unused -> fault.plant().on(fault.cast()));
            expected.addAll(fault.expected());
            ofTheDeployment.addAll(fault.ofTheDeployment());
            mended.addAll(fault.mended());
        }
        // Who has come or gone is told by the first, and counts from then on.
        var first = stage.audit();
        var report = stage.audit();
        stage.shows(report.path("text").asText());
        stage.expectations().equal("the audit finds, and nothing else,", expected, findings(report));
        stage.expectations().equal("of the deployment, and nothing else,", ofTheDeployment, deployment(report));
        var putRight = new TreeSet<>(mended(first));
        putRight.addAll(mended(report));
        stage.expectations().equal("it puts right, and nothing else,", mended, putRight);
        var groups = expected.stream()
                .filter(key -> !key.contains(" NOTE "))
                .map(key -> key.split(" ", 2)[0])
                .distinct()
                .count();
        stage.expectations()
                .equal("events " + EVENT + ": of the groups and the deployment,", groups + 1, groupsTold(region, told));
        var again = told(region);
        var second = stage.audit();
        stage.expectations().equal("another audit finds the same:", findings(report), findings(second));
        stage.expectations().equal("and puts right", Set.of(), mended(second));
        stage.expectations().equal("and tells nothing twice:", 0L, told(region) - again);
        region.strike(world -> {
            world.enis().forEach(eni -> world.retag(eni.id(), Map.of()));
            ground.instances().forEach(instance -> world.retag(instance, Map.of()));
        });
    }

    private static long told(Region region) {
        return region.bus().entries().stream()
                .filter(entry -> entry.detailType().equals(EVENT))
                .count();
    }

    /// Of how many groups, with the deployment as one, something was told since.
    private static long groupsTold(Region region, long before) throws IOException {
        var groups = new TreeSet<String>();
        for (var entry : region.bus().entries().stream()
                .filter(entry -> entry.detailType().equals(EVENT))
                .skip(before)
                .toList()) {
            groups.add(JSON.readTree(entry.detail()).path("group").asText());
        }
        return groups.size();
    }

    /// As `group SEVERITY check subject`.
    private static Set<String> findings(JsonNode audit) {
        var keys = new TreeSet<String>();
        audit.path("audits").forEach(group -> group.path("findings")
                .forEach(finding -> keys.add(group.path("group").asText() + " " + key(finding))));
        return keys;
    }

    /// Without the groups of other scenarios, which were taken off the stage.
    private static Set<String> deployment(JsonNode audit) {
        var keys = new TreeSet<String>();
        audit.path("deployment").forEach(finding -> keys.add(key(finding)));
        keys.removeIf(key -> key.contains(" group-missing ")
                || key.contains(" group-without-eni i-00")
                || key.contains(" stale-staged-files i-00"));
        return keys;
    }

    private static String key(JsonNode finding) {
        return finding.path("severity").asText() + " " + finding.path("check").asText() + " "
                + finding.path("subject").asText();
    }

    private static Set<String> mended(JsonNode audit) {
        var message = new TreeSet<String>();
        audit.path("repaired").forEach(one -> message.add(one.path("words").asText()));
        // Of the deployment's StageRouting; that it is told belongs to another scenario.
        message.removeIf(one -> one.startsWith("staged the routing of "));
        return message;
    }
}
