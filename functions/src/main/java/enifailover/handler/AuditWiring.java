package enifailover.handler;

import enifailover.aws.AlarmKeeper;
import enifailover.aws.BusAnnouncer;
import enifailover.aws.Clients;
import enifailover.aws.DynamoAuditBook;
import enifailover.aws.DynamoLedger;
import enifailover.aws.DynamoNextAudit;
import enifailover.aws.Ec2Maintenance;
import enifailover.aws.Ec2Network;
import enifailover.aws.Ec2Observer;
import enifailover.aws.Ec2Surveyor;
import enifailover.aws.RealTime;
import enifailover.aws.SsmShell;
import enifailover.flow.Audits;
import enifailover.flow.Guests;
import enifailover.flow.Mending;
import enifailover.flow.Readiness;
import enifailover.flow.Stagehand;
import enifailover.flow.TaggedGroups;
import enifailover.port.Time;
import enifailover.readiness.Auditor;
import enifailover.readiness.Staging;
import enifailover.readiness.Standards;
import enifailover.tag.GroupTags;
import java.util.Optional;

/// Puts the audit together, once a process.
final class AuditWiring {
    private final Time time;
    private final Audits audits;

    /// Of given parts, for tests.
    AuditWiring(Environment environment, AuditEnvironment audit, Clients clients, Time time) {
        this.time = time;
        String prefix = environment.tagPrefix();
        Readiness.World world = new Readiness.World(
                new Ec2Surveyor(clients, prefix, audit.stack(), audit.ours(), environment.document(), time),
                new DynamoLedger(clients, environment.table(), time),
                new DynamoAuditBook(clients, environment.table()),
                new TaggedGroups(prefix),
                new BusAnnouncer(clients, environment.eventBus(), environment.topicArn(), time),
                time);
        // With ReportOnly the role may change nothing, so nothing is tried.
        boolean acts = !environment.reportOnly();
        Optional<Mending> mending = acts
                ? Optional.of(new Mending(
                        new Ec2Network(clients),
                        new AlarmKeeper(clients, audit.stack(), prefix, audit.alarmsPerSecond(), time),
                        new Ec2Maintenance(clients),
                        audit.recovery(),
                        time))
                : Optional.empty();
        Optional<Guests> guests = acts && audit.asksGuests()
                ? Optional.of(new Guests(new SsmShell(clients, environment.document()), time))
                : Optional.empty();
        GroupTags tags = new GroupTags(prefix);
        Optional<Stagehand> stagehand = acts && (audit.stages() || audit.removes())
                ? Optional.of(new Stagehand(
                        new SsmShell(clients, environment.document()), new Staging(tags, audit.stages()), time))
                : Optional.empty();
        Standards standards = new Standards(
                audit.drillEvery(),
                Standards.AGENT_SILENCE,
                Standards.RIGHTS_AGE,
                audit.rolesOpenTo(),
                audit.stages() || audit.removes(),
                audit.grantsKeys());
        Readiness readiness =
                new Readiness(world, new Auditor(tags, standards, environment.limit()), mending, guests, stagehand);
        this.audits = new Audits(
                readiness,
                new Ec2Observer(clients, prefix, time),
                new DynamoNextAudit(clients, environment.table()),
                time);
    }

    /// For this process, from its environment.
    ///
    /// @throws IllegalStateException naming the variable that is missing or wrong
    static AuditWiring ofProcess() {
        Environment environment = Environment.of(System.getenv());
        return new AuditWiring(
                environment, AuditEnvironment.of(System.getenv()), new Clients(environment.region()), new RealTime());
    }

    Time time() {
        return time;
    }

    Audits audits() {
        return audits;
    }
}
