package enifailover.handler;

import enifailover.assess.Assessor;
import enifailover.assess.Settings;
import enifailover.aws.BusAnnouncer;
import enifailover.aws.Clients;
import enifailover.aws.DynamoAcquaintance;
import enifailover.aws.DynamoAuditBook;
import enifailover.aws.DynamoBrake;
import enifailover.aws.DynamoLedger;
import enifailover.aws.DynamoRequests;
import enifailover.aws.DynamoReservations;
import enifailover.aws.DynamoTurns;
import enifailover.aws.Ec2Network;
import enifailover.aws.Ec2Observer;
import enifailover.aws.Ec2Power;
import enifailover.aws.RealTime;
import enifailover.aws.SsmShell;
import enifailover.aws.Surroundings;
import enifailover.aws.TcpProbe;
import enifailover.execute.Executor;
import enifailover.execute.Patience;
import enifailover.flow.Boards;
import enifailover.flow.Books;
import enifailover.flow.Brakes;
import enifailover.flow.Crowd;
import enifailover.flow.Desk;
import enifailover.flow.Dispatch;
import enifailover.flow.DrillLog;
import enifailover.flow.Drills;
import enifailover.flow.Failover;
import enifailover.flow.Lookout;
import enifailover.flow.RightsInTurn;
import enifailover.flow.SharedHolder;
import enifailover.flow.SlotReservations;
import enifailover.flow.Snapshots;
import enifailover.flow.Sweep;
import enifailover.flow.TaggedGroups;
import enifailover.plan.Planner;
import enifailover.port.AuditBook;
import enifailover.port.Ledger;
import enifailover.port.Network;
import enifailover.port.Observer;
import enifailover.port.Time;
import enifailover.signal.Signals;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/// Puts the program together, once a process: the only reader of the environment.
final class Wiring {
    private final Time time;
    private final Clients clients;
    private final Priming.Rounds priming;
    private final Signals signals;
    private final Dispatch dispatch;
    private final DrillLog drillLog;
    private final RightsInTurn rights;
    private final Desk desk;
    private final Boards boards;
    private final Supplier<String> suffixes;

    /// Of given parts, for tests.
    ///
    /// @param suffixes gives another text each time, of letters and digits: see [#runId]
    Wiring(Environment environment, Clients clients, Time time, Supplier<String> suffixes) {
        this.time = time;
        this.suffixes = suffixes;
        this.clients = clients;
        this.priming = environment.priming();
        Surroundings surroundings = new Surroundings(clients, time);
        Observer observer = new Ec2Observer(clients, environment.tagPrefix(), surroundings, time);
        Network network = new Ec2Network(clients);
        Ledger ledger = new DynamoLedger(clients, environment.table(), surroundings, time);
        Assessor assessor = new Assessor(new Settings(environment.plannedLead(), environment.reportOnly()));
        Snapshots snapshots = new TaggedGroups(environment.tagPrefix());
        Executor.World world = new Executor.World(
                observer,
                network,
                new Ec2Power(clients),
                new SsmShell(clients, environment.document()),
                new TcpProbe(),
                new SharedHolder(observer, snapshots, time),
                time);
        Books books = new Books(
                ledger,
                new BusAnnouncer(clients, environment.eventBus(), environment.topicArn(), time),
                assessor,
                time,
                environment.history());
        Brakes brakes = new Brakes(new DynamoBrake(clients, environment.table(), time), environment.limit(), time);
        Failover failover = new Failover(
                new Lookout(observer, snapshots, time),
                ledger,
                new Planner(),
                new Executor(world, Patience.USUAL),
                books,
                brakes,
                new Crowd(new DynamoTurns(clients, environment.table(), time), ledger, time),
                new SlotReservations(new DynamoReservations(clients, environment.table(), time), time),
                time);
        Sweep sweep = new Sweep(
                observer,
                world.shell(),
                ledger,
                snapshots,
                assessor,
                failover,
                new DynamoAcquaintance(clients, environment.table(), surroundings),
                time);
        this.signals = new Signals(environment.region());
        this.dispatch = new Dispatch(observer, failover, sweep, assessor, time);
        AuditBook book = new DynamoAuditBook(clients, environment.table());
        this.drillLog = new DrillLog(book);
        this.rights = new RightsInTurn(observer, snapshots, network, book, time);
        this.desk = new Desk(
                new Drills(failover, ledger, network, assessor, time),
                observer,
                ledger,
                snapshots,
                assessor,
                new DynamoRequests(clients, environment.table(), time),
                brakes,
                time);
        this.boards = new Boards(observer, ledger, snapshots, assessor, time, environment.tagPrefix());
    }

    /// For this process, from its environment.
    ///
    /// @throws IllegalStateException naming the variable that is missing or wrong
    static Wiring ofProcess() {
        Environment environment = Environment.of(System.getenv());
        SecureRandom random = new SecureRandom();
        Supplier<String> suffixes = () -> HexFormat.of().toHexDigits(random.nextInt());
        return new Wiring(environment, new Clients(environment.region()), new RealTime(), suffixes);
    }

    /// The id of the runs of one invocation, which owns their leases. Lambda gives the request id again when it
    /// retries an asynchronous invocation, or delivers it twice. So each invocation adds a suffix of its own, or a
    /// second one would take the lease of the first one, which may still be at work.
    ///
    /// @param requestId Lambda's, by which the log is searched
    String runId(String requestId) {
        return requestId + "-" + suffixes.get();
    }

    /// What is to be done before a snapshot of this process is taken; to be kept as long as the function lives.
    Priming primed() {
        return Priming.of(clients, priming);
    }

    Time time() {
        return time;
    }

    Signals signals() {
        return signals;
    }

    Dispatch dispatch() {
        return dispatch;
    }

    DrillLog drillLog() {
        return drillLog;
    }

    RightsInTurn rights() {
        return rights;
    }

    Desk desk() {
        return desk;
    }

    Boards boards() {
        return boards;
    }
}
