package enifailover.rehearsal;

import static enifailover.rehearsal.Scenario.Latency.REAL;

import java.util.List;
import java.util.Map;

/// What is rehearsed on real hosts: the document runs in them, and a client measures.
final class HostScenarios {

    static final List<Scenario> ALL = List.of(
            new Scenario("hosts-primary-stops", "real hosts: the active is stopped", REAL, HostScenarios::primaryStops),
            new Scenario(
                    "hosts-there-and-back", "real hosts: drills there and back", REAL, HostScenarios::thereAndBack));

    private HostScenarios() {}

    private static void primaryStops(Stage stage) throws Exception {
        try (var hosts = stage.onRealHosts()) {
            var cast = hosts.cast();
            hosts.answers(cast.active());
            hosts.watch(cast.standby());
            stage.happens(cast.active() + " is stopped", region -> region.stop(cast.active()));
            var answers = stage.event("ec2-state-change-stopped", cast.active());
            answers.verdict("SUCCEEDED");
            hosts.answers(cast.standby());
            hosts.outage(answers, cast.standby());
            hosts.routesOnce(cast.standby());
            stage.placed(cast, cast.standby());
            stage.changes(1, 1);
        }
    }

    private static void thereAndBack(Stage stage) throws Exception {
        stage.environments("DrillFunction", 1);
        try (var hosts = stage.onRealHosts()) {
            var cast = hosts.cast();
            hosts.answers(cast.active());
            move(stage, hosts, cast.active(), cast.standby());
            move(stage, hosts, cast.standby(), cast.active());
            stage.changes(2, 2);
        }
    }

    private static void move(Stage stage, RealHosts hosts, String from, String to) throws Exception {
        hosts.watch(from, to);
        var answers = stage.drill("failover", Map.of("confirm", hosts.cast().group(), "target", to));
        answers.verdict("SUCCEEDED");
        hosts.answers(to);
        hosts.outage(answers, from, to);
        hosts.routesOnce(to);
        hosts.forgets(from);
        stage.placed(hosts.cast(), to);
    }
}
