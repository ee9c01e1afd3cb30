package enifailover.harness.rehearsal;

import static enifailover.harness.rehearsal.Scenario.Latency.REAL;

import enifailover.testkit.guest.Guests.Manager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is rehearsed on real hosts: the document runs in them, and a client measures.
final class HostScenarios {
    /// How late an agent begins a command in the story of staging: later than EC2 needs for the whole move.
    private static final Duration LATE = Duration.ofSeconds(8);

    static final List<Scenario> ALL = List.of(
            new Scenario("hosts-primary-stops", "real hosts: the active is stopped", REAL, HostScenarios::primaryStops),
            new Scenario(
                    "hosts-there-and-back", "real hosts: drills there and back", REAL, HostScenarios::thereAndBack),
            new Scenario(
                    "hosts-staged", "real hosts: a late agent, without and with staging", REAL, HostScenarios::staged));

    private HostScenarios() {}

    private static void primaryStops(Stage stage) throws Exception {
        try (var hosts = stage.onHosts(Manager.NONE)) {
            hosts.answers(hosts.cast().active());
            stops(stage, hosts);
            stage.changes(1, 1);
        }
    }

    private static Optional<Duration> stops(Stage stage, Hosts hosts) throws Exception {
        var cast = hosts.cast();
        hosts.watch(cast.standby());
        stage.happens(cast.active() + " is stopped", region -> region.stop(cast.active()));
        var answers = stage.event("ec2-state-change-stopped", cast.active());
        answers.verdict("SUCCEEDED");
        hosts.answers(cast.standby());
        var outage = hosts.outage(answers, cast.standby());
        hosts.routesOnce(cast.standby());
        stage.placed(cast, cast.standby());
        return outage;
    }

    private static void thereAndBack(Stage stage) throws Exception {
        stage.environments("DrillFunction", 1);
        try (var hosts = stage.onHosts(Manager.NONE)) {
            var cast = hosts.cast();
            hosts.answers(cast.active());
            move(stage, hosts, cast.active(), cast.standby());
            move(stage, hosts, cast.standby(), cast.active());
            stage.changes(2, 2);
        }
    }

    private static Optional<Duration> move(Stage stage, Hosts hosts, String from, String to) throws Exception {
        hosts.watch(from, to);
        var answers = stage.drill("failover", Map.of("confirm", hosts.cast().group(), "target", to));
        answers.verdict("SUCCEEDED");
        hosts.answers(to);
        var outage = hosts.outage(answers, from, to);
        hosts.routesOnce(to);
        hosts.forgets(from);
        stage.placed(hosts.cast(), to);
        return outage;
    }

    /// The standby's agent begins a command only when EC2 is long done. Without staging clients wait for it; with
    /// staging the guest routes by itself, and the command finds nothing to do.
    private static void staged(Stage stage) throws Exception {
        var region = stage.scenery();
        var ground = new FaultGround(region.region());
        ground.clear();
        stage.environments("ReadinessFunction", 1);
        stage.environments("DrillFunction", 1);
        try (var hosts = stage.onHosts(Manager.NETWORKD)) {
            var cast = hosts.cast();
            ground.machinery();
            ground.make(cast);
            region.drilled(cast.group(), Instant.now());
            hosts.answers(cast.active());
            stage.happens("from now on agents begin a command 8 s late", unused -> unused.agents(LATE));
            var without = move(stage, hosts, cast.active(), cast.standby());
            stage.happens("agents are as ever", unused -> unused.latency(REAL));
            move(stage, hosts, cast.standby(), cast.active());
            stage.sweep("has the standby clean up").only();
            stage.passes(Duration.ofSeconds(4));
            stage.sweep("hears that it did").only();
            stage.audit();
            stage.commands("stage", cast.standby(), 1);
            hosts.staged(cast.standby());
            stage.happens("agents begin a command 8 s late", unused -> unused.agents(LATE));
            var with = stops(stage, hosts);
            stage.changes(3, 3);
            var expectations = stage.expectations();
            var least = region.untilMoved();
            without.ifPresent(outage -> expectations.within(
                    "without staging the outage", LATE.minusSeconds(1), outage, LATE.multipliedBy(2)));
            with.ifPresent(outage -> expectations.within(
                    "with staging the outage", least.minusMillis(500), outage, least.plusSeconds(2)));
        }
    }
}
