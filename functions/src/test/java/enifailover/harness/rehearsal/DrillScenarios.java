package enifailover.harness.rehearsal;

import java.time.Duration;
import java.util.Map;

/// Drills that move back, failbacks, and the old active that comes back.
final class DrillScenarios {
    private static final String FAILED = "cloudwatch-alarm-status-check-instance-alarm";

    private DrillScenarios() {}

    static void drillAndBack(Stage stage) throws Exception {
        stage.environments("DrillFunction", 1);
        var cast = stage.group(2, 1);
        stage.request("drill-plan", Map.of()).verdict("PLANNED");
        stage.changes(0, 0);
        Map<String, Object> soon = Map.of("back_after_s", 1, "request_id", "rehearsal-" + cast.active());
        stage.request("drill-failover-and-back", soon).verdicts("SUCCEEDED", "SUCCEEDED");
        stage.reads("Target 10 s: PASSED");
        stage.moved(cast, cast.active());
        stage.changes(2, 2);
        stage.request("drill-failover-and-back", soon).verdicts("SUCCEEDED", "SUCCEEDED");
        stage.changes(2, 2);
        stage.request("drill-failover", Map.of("target_s", 10)).verdict("SUCCEEDED");
        stage.reads("2 drills before");
        stage.request("drill-failback", Map.of()).verdict("SUCCEEDED");
        stage.moved(cast, cast.active());
        stage.request("drill-status", Map.of("group", cast.group()));
        stage.reads(cast.group() + "  " + cast.active() + "  healthy");
        stage.request("drill-history", Map.of());
        stage.reads("SUCCEEDED  DRILL");
        stage.request("drill-history-csv", Map.of("group", cast.group(), "limit", 2));
    }

    static void failback(Stage stage) throws Exception {
        stage.environments("DrillFunction", 1);
        var cast = stage.group(2, 1);
        stage.request("drill-failback", Map.of()).verdict("REFUSED");
        stage.happens(cast.active() + " hangs", region -> region.hang(cast.active()));
        stage.event(FAILED, cast.active()).verdict("SUCCEEDED");
        stage.request("drill-failback", Map.of()).verdict("REFUSED");
        stage.happens(cast.active() + " is well again", region -> region.recover(cast.active()));
        stage.request("drill-failback", Map.of()).verdict("SUCCEEDED");
        stage.sweep("finds nothing to clean on who has the ENIs again").only();
        stage.commands("cleanup", cast.active(), 0);
        stage.cleaned(cast, cast.standby());
        stage.moved(cast, cast.active());
        stage.changes(2, 2);
    }

    static void failbackAuto(Stage stage) throws Exception {
        var cast = stage.group(2, 1);
        stage.happens("the ENI is tagged failback=auto:1 and cooldown=0", region -> {
            region.tag(cast, "eni-failover:failback", "auto:1");
            region.tag(cast, "eni-failover:cooldown", "0");
        });
        stage.happens(cast.active() + " hangs", region -> region.hang(cast.active()));
        stage.event(FAILED, cast.active()).verdict("SUCCEEDED");
        stage.happens(cast.active() + " is well again", region -> region.recover(cast.active()));
        stage.sweep("remembers since when").only();
        stage.passes(Duration.ofSeconds(1));
        stage.sweep("finds it well for a second").verdict("SUCCEEDED");
        stage.moved(cast, cast.active());
        stage.changes(2, 2);
    }

    static void returned(Stage stage) throws Exception {
        var cast = stage.group(2, 1);
        stage.happens(cast.active() + " hangs", region -> {
            region.routes(cast, cast.active());
            region.hang(cast.active());
        });
        stage.event(FAILED, cast.active()).verdict("SUCCEEDED");
        stage.happens(
                cast.active() + " is back, by EC2's automatic recovery, with the routing it had",
                region -> region.recover(cast.active()));
        stage.event("ec2-state-change-running", cast.active()).verdict("MOVED_ALREADY");
        stage.sweep("has it clean up").only();
        stage.passes(Duration.ofMillis(700));
        stage.sweep("hears that it did").only();
        stage.sweep("has nothing more to do").only();
        stage.cleaned(cast, cast.active());
        stage.commands("cleanup", cast.active(), 1);
        stage.moved(cast, cast.standby());
        stage.changes(1, 1);
    }
}
