package enifailover.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The deployment with `StageRouting`: a standby has the group's routing file before the ENI comes, once; the failover
/// is as ever; and the old active gets it when it is back and has cleaned up.
final class StagedStandby implements Scenario.Play {
    @Override
    public void on(Stage stage) throws Exception {
        var region = stage.scenery().region();
        var ground = new FaultGround(region);
        ground.clear();
        ground.machinery();
        var cast = stage.group(2, 1);
        ground.make(cast);
        stage.scenery().drilled(cast.group(), Instant.now());
        stage.environments("ReadinessFunction", 1);
        stage.audit();
        stage.commands("stage", cast.standby(), 1);
        stage.commands("stage", cast.active(), 0);
        var ahead = new TreeSet<>(region.hosts().staged(cast.standby()).keySet());
        stage.expectations().equal("staged on " + cast.standby() + ":", new TreeSet<>(cast.enis()), ahead);
        stage.expectations().equal("findings of it:", Set.of(), findings(stage.audit()));
        stage.commands("stage", cast.standby(), 1);
        stage.happens(cast.active() + " hangs", unused -> {
            unused.routes(cast, cast.active());
            unused.hang(cast.active());
        });
        stage.event("cloudwatch-alarm-status-check-instance-alarm", cast.active())
                .verdict("SUCCEEDED");
        stage.moved(cast, cast.standby());
        stage.changes(1, 1);
        stage.audit();
        stage.commands("stage", cast.active(), 0);
        stage.happens(cast.active() + " is back", unused -> unused.recover(cast.active()));
        stage.sweep("has it clean up").only();
        stage.passes(Duration.ofMillis(700));
        stage.sweep("hears that it did").only();
        stage.audit();
        stage.commands("cleanup", cast.active(), 1);
        stage.commands("stage", cast.active(), 1);
        stage.commands("stage", cast.standby(), 1);
        region.strike(world -> {
            world.enis().forEach(eni -> world.retag(eni.id(), Map.of()));
            ground.instances().forEach(instance -> world.retag(instance, Map.of()));
        });
    }

    private static Set<String> findings(JsonNode audit) {
        var checks = new TreeSet<String>();
        for (var group : audit.path("audits")) {
            group.path("findings").forEach(one -> checks.add(one.path("check").asText()));
        }
        checks.removeIf(check -> !check.startsWith("stag"));
        return checks;
    }
}
