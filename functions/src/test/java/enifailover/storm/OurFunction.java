package enifailover.storm;

import enifailover.assess.Assessor;
import enifailover.assess.AutomaticLimit;
import enifailover.assess.Settings;
import enifailover.aws.BusAnnouncer;
import enifailover.aws.Clients;
import enifailover.aws.Ec2Network;
import enifailover.aws.Ec2Observer;
import enifailover.aws.Ec2Power;
import enifailover.aws.SsmShell;
import enifailover.execute.Executor;
import enifailover.execute.Patience;
import enifailover.flow.Books;
import enifailover.flow.Brakes;
import enifailover.flow.Crowd;
import enifailover.flow.Dispatch;
import enifailover.flow.Dispatch.Dispatched;
import enifailover.flow.Failover;
import enifailover.flow.Lookout;
import enifailover.flow.SharedHolder;
import enifailover.flow.SlotReservations;
import enifailover.flow.Sweep;
import enifailover.flow.TaggedGroups;
import enifailover.plan.Planner;
import enifailover.port.Ledger;
import enifailover.port.MemoryBrake;
import enifailover.port.MemoryLedger;
import enifailover.port.MemoryReservations;
import enifailover.port.MemoryTurns;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.Reservations;
import enifailover.port.Turns;
import enifailover.region.door.RegionHttpClient;
import enifailover.region.time.VirtualTime;
import enifailover.signal.Signal;
import enifailover.signal.Signals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// This program as the storm's actor: for every invocation a fresh one, as from a cold start, over the real SDK and the
/// Region's door inside this JVM. The table is the one in memory, which the ledger's contract holds to DynamoDB's.
final class OurFunction implements Storm.Actor {
    private static final String PREFIX = "eni-failover:";
    private static final String SWEEP = "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}";

    private final Storm storm;
    private final VirtualTime time;
    private final Clients clients;
    private final Ledger ledger;
    private final Turns turns;
    private final Reservations reservations;
    private final MemoryBrake brake;
    private final AutomaticLimit limit;
    private int invocations;

    OurFunction(Storm storm) {
        this(storm, new AutomaticLimit.ByDefault());
    }

    OurFunction(Storm storm, AutomaticLimit limit) {
        this.storm = storm;
        this.limit = limit;
        this.brake = new MemoryBrake(storm.time);
        this.time = storm.time;
        this.ledger = new MemoryLedger(time);
        this.reservations = new MemoryReservations(time);
        this.turns = storm.weather() == Weather.TABLE_OF_TURNS_AWAY ? OurFunction::away : new MemoryTurns(time);
        this.clients = Clients.untimed(
                "eu-west-1",
                new RegionHttpClient(storm.region),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDFUNCTION", "secret")));
    }

    @Override
    public boolean handle(int group) {
        String event = stopped(Storm.active(group));
        return handle(new Signals("eu-west-1").read(event.getBytes(StandardCharsets.UTF_8)));
    }

    /// The alarm on a status check of a group's first active is raised.
    boolean alarm(int group) {
        return handle(new Signals("eu-west-1").read(raised(Storm.active(group)).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean sweep() {
        return handle(new Signals("eu-west-1").read(SWEEP.getBytes(StandardCharsets.UTF_8)));
    }

    private boolean handle(List<Signal> signals) {
        String id = "run-" + ++invocations;
        Dispatched done = dispatch().handle(signals, id, time.now().plus(Lambda.TIMEOUT));
        done.reports().forEach(report -> storm.verdicts.merge(report.verdict().name(), 1, Integer::sum));
        return done.failures().isEmpty();
    }

    private Dispatch dispatch() {
        Ec2Observer observer = new Ec2Observer(clients, PREFIX, time);
        Assessor assessor = new Assessor(new Settings(Duration.ofHours(1), false));
        TaggedGroups snapshots = new TaggedGroups(PREFIX);
        Executor.World world = new Executor.World(
                observer,
                new Ec2Network(clients),
                new Ec2Power(clients),
                new SsmShell(clients, Storm.DOCUMENT),
                (address, port, within) -> Optional.empty(),
                new SharedHolder(observer, snapshots, time),
                time);
        Failover failover = new Failover(
                new Lookout(observer, snapshots, time),
                ledger,
                new Planner(),
                new Executor(world, Patience.USUAL),
                new Books(
                        ledger,
                        new BusAnnouncer(clients, "default", Optional.empty(), time),
                        assessor,
                        time,
                        Duration.ofDays(90)),
                new Brakes(brake, limit, time),
                new Crowd(turns, ledger, time),
                new SlotReservations(reservations, time),
                time);
        Sweep sweep = new Sweep(observer, world.shell(), ledger, snapshots, assessor, failover, groups -> {}, time);
        return new Dispatch(observer, failover, sweep, assessor, time);
    }

    private static Optional<Instant> away(Duration length, Duration within) {
        throw new Refused(Refusal.UNANSWERED, "dynamodb:UpdateItem", "Timeout", "no answer", null);
    }

    private static String raised(String instance) {
        return """
                {"version":"0","id":"6ac2561a-92c2-5bc0-888e-1f79a539026b","source":"aws.cloudwatch",
                 "detail-type":"CloudWatch Alarm State Change","account":"111122223333","region":"eu-west-1",
                 "time":"2026-11-23T12:00:00Z","resources":["arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a"],
                 "detail":{"alarmName":"a","state":{"value":"ALARM","timestamp":"2026-11-23T12:00:00.000+0000"},
                  "configuration":{"metrics":[{"id":"m","metricStat":{"metric":{"namespace":"AWS/EC2",
                   "name":"StatusCheckFailed_System","dimensions":{"InstanceId":"%s"}},
                   "period":60,"stat":"Maximum"},"returnData":true}]}}}""".formatted(instance);
    }

    private static String stopped(String instance) {
        return """
                {"version":"0","id":"7bf73129-1428-4cd3-a780-95db273d1602",
                 "detail-type":"EC2 Instance State-change Notification","source":"aws.ec2","account":"111122223333",
                 "time":"2026-11-23T12:00:00Z","region":"eu-west-1",
                 "resources":["arn:aws:ec2:eu-west-1:111122223333:instance/%1$s"],
                 "detail":{"instance-id":"%1$s","state":"stopped"}}""".formatted(instance);
    }
}
