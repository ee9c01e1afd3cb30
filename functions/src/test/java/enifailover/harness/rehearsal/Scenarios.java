package enifailover.harness.rehearsal;

import static enifailover.harness.rehearsal.Scenario.Latency.QUICK;
import static enifailover.harness.rehearsal.Scenario.Latency.REAL;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What is rehearsed. Each reads as what happens and what must be so at the end.
final class Scenarios {

    static final List<Scenario> USUAL = List.of(
            new Scenario("primary-stops", "the active is stopped", REAL, Scenarios::primaryStops),
            new Scenario("primary-terminated", "the active is terminated", QUICK, Scenarios::primaryTerminated),
            new Scenario("status-check", "the active runs, but its status check fails", QUICK, Scenarios::statusCheck),
            new Scenario("retirement", "the active is to be retired", QUICK, Scenarios::retirement),
            new Scenario("spot-warning", "EC2 takes the active back in two minutes", QUICK, Scenarios::spotWarning),
            new Scenario("storm", "ten copies of an event, three at a time", QUICK, Scenarios::storm),
            new Scenario("false-alarm", "an alarm for an active that is well", QUICK, Scenarios::falseAlarm),
            new Scenario("two-enis", "two ENIs move together", QUICK, Scenarios::twoEnis),
            new Scenario("foreign", "an event of no concern", QUICK, Scenarios::foreign),
            new Scenario("drill-plan", "a person asks what would happen", QUICK, Scenarios::drillPlan),
            new Scenario("drill-failover", "a person moves the ENI", QUICK, Scenarios::drillFailover),
            new Scenario("no-standby", "the active fails and no standby can take over", QUICK, Scenarios::noStandby));

    /// Those that need minutes together; on real hosts are more, in [HostScenarios].
    static final List<Scenario> LONGER = List.of(
            new Scenario(
                    "drill-and-back", "a drill that moves back, twice the same", QUICK, DrillScenarios::drillAndBack),
            new Scenario("failback", "a person moves the ENI back after a failover", QUICK, DrillScenarios::failback),
            new Scenario("failback-auto", "the ENI goes back by itself", QUICK, DrillScenarios::failbackAuto),
            new Scenario("returned", "the old active comes back and is cleaned", QUICK, DrillScenarios::returned),
            new Scenario("stranger", "a stranger tags himself in", QUICK, RestScenarios::nonMember),
            new Scenario("deaf-agents", "Systems Manager delivers nothing", QUICK, RestScenarios::deafAgents),
            new Scenario(
                    "shared-standby",
                    "two groups fail, and there is one standby for both",
                    QUICK,
                    SharingScenarios::oneStandby),
            new Scenario("firewall", "no agent anywhere, a firewall", QUICK, RestScenarios::firewall),
            new Scenario("dashboard", "a person opens the dashboard", QUICK, Scenarios::dashboard),
            new Scenario("staged", "a standby has its routing before the ENI comes", QUICK, new StagedStandby()),
            new Scenario("readiness", "thirty faults that nobody noticed", QUICK, new PlantedFaults()));

    /// What the function waits for in these needs minutes, or they count what happens in the whole Region.
    static final List<Scenario> ALONGSIDE = Stream.concat(
                    LONGER.stream().filter(scenario -> scenario.name().equals("deaf-agents")), SickZone.ALL.stream())
            .toList();

    private Scenarios() {}

    private static void primaryStops(Stage stage) throws Exception {
        var cast = stage.group(3, 1);
        stage.happens(cast.active() + " is stopped", region -> region.stop(cast.active()));
        stage.event("ec2-state-change-stopped", cast.active()).verdict("SUCCEEDED");
        stage.moved(cast, cast.standby());
        stage.changes(1, 1);
    }

    private static void primaryTerminated(Stage stage) throws Exception {
        var cast = stage.group(2, 1);
        stage.sweep("remembers where each ENI belongs");
        stage.happens(
                cast.active() + " is terminated; EC2 detaches its ENI", region -> region.terminate(cast.active()));
        stage.event("ec2-state-change-terminated", cast.active()).verdict("SUCCEEDED");
        stage.moved(cast, cast.standby());
        stage.changes(0, 1);
    }

    private static void statusCheck(Stage stage) throws Exception {
        var cast = stage.group(2, 1);
        stage.happens(cast.active() + " fails its instance status check", region -> region.impair(cast.active()));
        stage.event("cloudwatch-alarm-status-check-instance-alarm", cast.active())
                .verdict("SUCCEEDED");
        stage.moved(cast, cast.standby());
        stage.changes(1, 1);
    }

    private static void retirement(Stage stage) throws Exception {
        var cast = stage.group(2, 1);
        var event = "health-instance-retirement-scheduled";
        stage.event(event, cast.active()).verdict("ANNOUNCED");
        stage.stays(cast);
        var soon = Duration.ofMinutes(30);
        stage.happens(
                "two weeks later: the retirement is half an hour away",
                region -> region.schedule(cast.active(), "instance-retirement", soon));
        stage.sweep("finds it due").verdict("SUCCEEDED");
        stage.moved(cast, cast.standby());
        stage.changes(1, 1);
    }

    private static void spotWarning(Stage stage) throws Exception {
        var cast = stage.group(2, 1);
        stage.happens(cast.active() + " is a Spot instance", region -> region.spot(cast.active()));
        stage.event("ec2-spot-interruption-terminate", cast.active()).verdict("SUCCEEDED");
        stage.moved(cast, cast.standby());
        stage.changes(1, 1);
    }

    private static void storm(Stage stage) throws Exception {
        stage.environments("FailoverFunction", 3);
        var cast = stage.group(2, 1);
        stage.happens(cast.active() + " is stopped", region -> region.stop(cast.active()));
        var reports = stage.storm(10, 3, "ec2-state-change-stopped", cast.active());
        reports.number("SUCCEEDED", 1);
        reports.only("SUCCEEDED", "BUSY", "MOVED_ALREADY");
        stage.moved(cast, cast.standby());
        stage.changes(1, 1);
    }

    private static void falseAlarm(Stage stage) throws Exception {
        var cast = stage.group(2, 1);
        stage.event("cloudwatch-alarm-status-check-system-alarm", cast.active()).verdict("HEALTHY");
        stage.stays(cast);
        stage.changes(0, 0);
    }

    private static void twoEnis(Stage stage) throws Exception {
        var cast = stage.group(2, 2);
        stage.happens(cast.active() + " is stopped", region -> region.stop(cast.active()));
        stage.event("ec2-state-change-stopped", cast.active()).verdict("SUCCEEDED");
        stage.moved(cast, cast.standby());
        stage.changes(2, 2);
    }

    private static void foreign(Stage stage) throws Exception {
        var cast = stage.group(2, 1);
        stage.event("asg-terminate-successful", cast.active()).delivered(false);
        stage.stays(cast);
        stage.changes(0, 0);
    }

    private static void drillPlan(Stage stage) throws Exception {
        stage.environments("DrillFunction", 1);
        var cast = stage.group(2, 1);
        stage.drill("plan", Map.of()).verdict("PLANNED");
        stage.stays(cast);
        stage.changes(0, 0);
    }

    private static void drillFailover(Stage stage) throws Exception {
        stage.environments("DrillFunction", 1);
        var cast = stage.group(2, 1);
        stage.drill("failover", Map.of()).verdict("REFUSED");
        stage.stays(cast);
        stage.drill("failover", Map.of("confirm", cast.group())).verdict("SUCCEEDED");
        stage.moved(cast, cast.standby());
        stage.changes(1, 1);
    }

    private static void noStandby(Stage stage) throws Exception {
        var cast = stage.group(2, 1);
        stage.happens("the standby fails its status check", region -> region.impair(cast.standby()));
        stage.happens(cast.active() + " is stopped", region -> region.stop(cast.active()));
        stage.event("ec2-state-change-stopped", cast.active()).verdict("NO_STANDBY");
        stage.stays(cast);
        stage.changes(0, 0);
    }

    private static void dashboard(Stage stage) throws Exception {
        stage.environments("DashboardFunction", 1);
        var cast = stage.group(2, 1);
        stage.happens(cast.active() + " is stopped", region -> region.stop(cast.active()));
        stage.dashboard("light").shows("failover due").shows(cast.active() + " is stopped");
        stage.event("ec2-state-change-stopped", cast.active()).verdict("SUCCEEDED");
        stage.dashboard("light").shows(cast.standby() + " index 1").shows("SUCCEEDED");
        stage.dashboard("dark").shows(cast.group());
        stage.changes(1, 1);
    }
}
