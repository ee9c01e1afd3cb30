package enifailover.harness.storm;

import enifailover.assess.AssessmentSettings;
import enifailover.assess.Assessor;
import enifailover.assess.AutomaticLimit;
import enifailover.aws.client.Clients;
import enifailover.aws.ec2.AwsEc2Reader;
import enifailover.aws.ec2.Ec2EniOperations;
import enifailover.aws.ec2.Ec2InstancePower;
import enifailover.aws.events.EventBridgePublisher;
import enifailover.aws.ssm.SsmCommandRunner;
import enifailover.dispatch.EventDispatcher;
import enifailover.dispatch.EventDispatcher.Dispatched;
import enifailover.event.EventParser;
import enifailover.event.Signal;
import enifailover.execute.Executor;
import enifailover.execute.Timeouts;
import enifailover.failover.AdmissionControl;
import enifailover.failover.AutomationGate;
import enifailover.failover.DeviceReservations;
import enifailover.failover.Failover;
import enifailover.failover.RunRecorder;
import enifailover.failover.SharedActive;
import enifailover.failover.SnapshotReader;
import enifailover.failover.TaggedGroupSnapshots;
import enifailover.plan.Planner;
import enifailover.port.AdmissionQueue;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.GroupStore;
import enifailover.port.ReservationStore;
import enifailover.sweep.Sweep;
import enifailover.testkit.memory.MemoryAdmissionQueue;
import enifailover.testkit.memory.MemoryAutomationSwitch;
import enifailover.testkit.memory.MemoryGroupStore;
import enifailover.testkit.memory.MemoryReservationStore;
import enifailover.testkit.region.door.RegionHttpClient;
import enifailover.testkit.region.time.VirtualTime;
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
    private final GroupStore groupStore;
    private final AdmissionQueue admissionQueue;
    private final ReservationStore reservationStore;
    private final MemoryAutomationSwitch brake;
    private final AutomaticLimit limit;
    private int invocations;

    OurFunction(Storm storm) {
        this(storm, new AutomaticLimit.ByDefault());
    }

    OurFunction(Storm storm, AutomaticLimit limit) {
        this.storm = storm;
        this.limit = limit;
        this.brake = new MemoryAutomationSwitch(storm.time);
        this.time = storm.time;
        this.groupStore = new MemoryGroupStore(time);
        this.reservationStore = new MemoryReservationStore(time);
        this.admissionQueue =
                storm.weather() == Weather.TABLE_OF_TURNS_AWAY ? OurFunction::away : new MemoryAdmissionQueue(time);
        this.clients = Clients.untimed(
                "eu-west-1",
                new RegionHttpClient(storm.region),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDFUNCTION", "secret")));
    }

    @Override
    public boolean handle(int group) {
        String event = stopped(Storm.active(group));
        return handle(new EventParser("eu-west-1").read(event.getBytes(StandardCharsets.UTF_8)));
    }

    /// The alarm on a status check of a group's first active is raised.
    boolean alarm(int group) {
        return handle(
                new EventParser("eu-west-1").read(raised(Storm.active(group)).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean sweep() {
        return handle(new EventParser("eu-west-1").read(SWEEP.getBytes(StandardCharsets.UTF_8)));
    }

    private boolean handle(List<Signal> signals) {
        String id = "run-" + ++invocations;
        Dispatched done = dispatch().handle(signals, id, time.now().plus(Lambda.TIMEOUT));
        done.reports().forEach(report -> storm.verdicts.merge(report.verdict().name(), 1, Integer::sum));
        return done.failures().isEmpty();
    }

    private EventDispatcher dispatch() {
        AwsEc2Reader observer = new AwsEc2Reader(clients, PREFIX, time);
        Assessor assessor = new Assessor(new AssessmentSettings(Duration.ofHours(1), false));
        TaggedGroupSnapshots snapshots = new TaggedGroupSnapshots(PREFIX);
        Executor.World world = new Executor.World(
                observer,
                new Ec2EniOperations(clients),
                new Ec2InstancePower(clients),
                new SsmCommandRunner(clients, Storm.DOCUMENT),
                (address, port, within) -> Optional.empty(),
                new SharedActive(observer, snapshots, time),
                time);
        Failover failover = new Failover(
                new SnapshotReader(observer, snapshots, time),
                groupStore,
                new Planner(),
                new Executor(world, Timeouts.USUAL),
                new RunRecorder(
                        groupStore,
                        new EventBridgePublisher(clients, "default", Optional.empty(), time),
                        assessor,
                        time,
                        Duration.ofDays(90)),
                new AutomationGate(brake, limit, time),
                new AdmissionControl(admissionQueue, groupStore, time),
                new DeviceReservations(reservationStore, time),
                time);
        Sweep sweep = new Sweep(observer, world.shell(), groupStore, snapshots, assessor, failover, groups -> {}, time);
        return new EventDispatcher(observer, failover, sweep, assessor, time);
    }

    private static Optional<Instant> away(Duration length, Duration within) {
        throw new AwsCallException(ErrorKind.UNANSWERED, "dynamodb:UpdateItem", "Timeout", "no answer", null);
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
