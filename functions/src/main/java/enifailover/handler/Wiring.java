package enifailover.handler;

import enifailover.assess.AssessmentSettings;
import enifailover.assess.Assessor;
import enifailover.aws.client.Clients;
import enifailover.aws.client.SystemScheduler;
import enifailover.aws.client.TcpProbe;
import enifailover.aws.dynamodb.DynamoAdmissionQueue;
import enifailover.aws.dynamodb.DynamoAuditStore;
import enifailover.aws.dynamodb.DynamoAutomationSwitch;
import enifailover.aws.dynamodb.DynamoGroupStore;
import enifailover.aws.dynamodb.DynamoIdempotencyStore;
import enifailover.aws.dynamodb.DynamoLimitsRefresher;
import enifailover.aws.dynamodb.DynamoReservationStore;
import enifailover.aws.ec2.AwsEc2Reader;
import enifailover.aws.ec2.Ec2EniOperations;
import enifailover.aws.ec2.Ec2InstancePower;
import enifailover.aws.ec2.LimitsCache;
import enifailover.aws.events.EventBridgePublisher;
import enifailover.aws.ssm.SsmCommandRunner;
import enifailover.dashboard.DashboardQuery;
import enifailover.dispatch.EventDispatcher;
import enifailover.drill.DrillRecorder;
import enifailover.drill.DrillRunner;
import enifailover.drill.OperatorCommands;
import enifailover.event.EventParser;
import enifailover.execute.Executor;
import enifailover.execute.Timeouts;
import enifailover.failover.AdmissionControl;
import enifailover.failover.AutomationGate;
import enifailover.failover.DeviceReservations;
import enifailover.failover.Failover;
import enifailover.failover.GroupSnapshots;
import enifailover.failover.RunId;
import enifailover.failover.RunRecorder;
import enifailover.failover.SharedActive;
import enifailover.failover.SnapshotReader;
import enifailover.failover.TaggedGroupSnapshots;
import enifailover.plan.Planner;
import enifailover.port.AuditStore;
import enifailover.port.Ec2Reader;
import enifailover.port.EniOperations;
import enifailover.port.GroupStore;
import enifailover.port.Scheduler;
import enifailover.sweep.PermissionProbe;
import enifailover.sweep.Sweep;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/// Creates the objects of the program, once for each process. The only reader of the environment.
final class Wiring {
    private final Scheduler scheduler;
    private final Clients clients;
    private final Priming.Rounds priming;
    private final EventParser eventParser;
    private final EventDispatcher eventDispatcher;
    private final DrillRecorder drillRecorder;
    private final PermissionProbe rights;
    private final OperatorCommands operatorCommands;
    private final DashboardQuery dashboardQuery;
    private final Supplier<String> suffixes;

    /// From given parts, for tests.
    ///
    /// @param suffixes gives a new text of letters and digits each time: see [#runId]
    Wiring(Environment environment, Clients clients, Scheduler scheduler, Supplier<String> suffixes) {
        this.scheduler = scheduler;
        this.suffixes = suffixes;
        this.clients = clients;
        this.priming = environment.priming();
        LimitsCache limitsCache = new LimitsCache(clients, scheduler);
        Ec2Reader ec2Reader = new AwsEc2Reader(clients, environment.tagPrefix(), limitsCache, scheduler);
        EniOperations eniOperations = new Ec2EniOperations(clients);
        GroupStore groupStore = new DynamoGroupStore(clients, environment.table(), limitsCache, scheduler);
        Assessor assessor = new Assessor(new AssessmentSettings(environment.plannedLead(), environment.reportOnly()));
        GroupSnapshots groupSnapshots = new TaggedGroupSnapshots(environment.tagPrefix());
        Executor.World world = new Executor.World(
                ec2Reader,
                eniOperations,
                new Ec2InstancePower(clients),
                new SsmCommandRunner(clients, environment.document()),
                new TcpProbe(),
                new SharedActive(ec2Reader, groupSnapshots, scheduler),
                scheduler);
        RunRecorder runRecorder = new RunRecorder(
                groupStore,
                new EventBridgePublisher(clients, environment.eventBus(), environment.topicArn(), scheduler),
                assessor,
                scheduler,
                environment.history());
        AutomationGate automationGate = new AutomationGate(
                new DynamoAutomationSwitch(clients, environment.table(), scheduler), environment.limit(), scheduler);
        Failover failover = new Failover(
                new SnapshotReader(ec2Reader, groupSnapshots, scheduler),
                groupStore,
                new Planner(),
                new Executor(world, Timeouts.USUAL),
                runRecorder,
                automationGate,
                new AdmissionControl(
                        new DynamoAdmissionQueue(clients, environment.table(), scheduler), groupStore, scheduler),
                new DeviceReservations(new DynamoReservationStore(clients, environment.table(), scheduler), scheduler),
                scheduler);
        Sweep sweep = new Sweep(
                ec2Reader,
                world.shell(),
                groupStore,
                groupSnapshots,
                assessor,
                failover,
                new DynamoLimitsRefresher(clients, environment.table(), limitsCache),
                scheduler);
        this.eventParser = new EventParser(environment.region());
        this.eventDispatcher = new EventDispatcher(ec2Reader, failover, sweep, assessor, scheduler);
        AuditStore book = new DynamoAuditStore(clients, environment.table());
        this.drillRecorder = new DrillRecorder(book);
        this.rights = new PermissionProbe(ec2Reader, groupSnapshots, eniOperations, book, scheduler);
        this.operatorCommands = new OperatorCommands(
                new DrillRunner(failover, groupStore, eniOperations, assessor, scheduler),
                ec2Reader,
                groupStore,
                groupSnapshots,
                assessor,
                new DynamoIdempotencyStore(clients, environment.table(), scheduler),
                automationGate,
                scheduler);
        this.dashboardQuery =
                new DashboardQuery(ec2Reader, groupStore, groupSnapshots, assessor, scheduler, environment.tagPrefix());
    }

    /// From the environment of this process.
    ///
    /// @throws IllegalStateException naming the variable that is missing or wrong
    static Wiring ofProcess() {
        Environment environment = Environment.of(System.getenv());
        SecureRandom random = new SecureRandom();
        Supplier<String> suffixes = () -> HexFormat.of().toHexDigits(random.nextInt());
        return new Wiring(environment, new Clients(environment.region()), new SystemScheduler(), suffixes);
    }

    /// The run id of one invocation, which owns its leases. Lambda repeats the request id when it retries an
    /// asynchronous invocation, so each invocation adds a suffix: otherwise the second one would take the lease of
    /// the first.
    ///
    /// @param requestId the request id of Lambda
    String runId(String requestId) {
        return RunId.of(requestId, suffixes.get());
    }

    /// The hook before a snapshot; keep a reference to it as long as the function exists.
    Priming primed() {
        return Priming.of(clients, priming);
    }

    Scheduler time() {
        return scheduler;
    }

    EventParser signals() {
        return eventParser;
    }

    EventDispatcher dispatch() {
        return eventDispatcher;
    }

    DrillRecorder drillLog() {
        return drillRecorder;
    }

    PermissionProbe rights() {
        return rights;
    }

    OperatorCommands desk() {
        return operatorCommands;
    }

    DashboardQuery boards() {
        return dashboardQuery;
    }
}
