package enifailover.handler;

import enifailover.aws.client.Clients;
import enifailover.aws.client.SystemScheduler;
import enifailover.aws.cloudwatch.CloudWatchAlarmWriter;
import enifailover.aws.dynamodb.DynamoAuditSchedule;
import enifailover.aws.dynamodb.DynamoAuditStore;
import enifailover.aws.dynamodb.DynamoGroupStore;
import enifailover.aws.ec2.AwsAuditReader;
import enifailover.aws.ec2.AwsEc2Reader;
import enifailover.aws.ec2.Ec2EniOperations;
import enifailover.aws.ec2.Ec2RecoverySettings;
import enifailover.aws.events.EventBridgePublisher;
import enifailover.aws.ssm.SsmCommandRunner;
import enifailover.failover.TaggedGroupSnapshots;
import enifailover.port.Scheduler;
import enifailover.readiness.AuditDebouncer;
import enifailover.readiness.ReadinessAudit;
import enifailover.readiness.Remediation;
import enifailover.readiness.RoutingStager;
import enifailover.readiness.RoutingVerifier;
import enifailover.readiness.audit.Auditor;
import enifailover.readiness.check.Thresholds;
import enifailover.readiness.guest.StagingPlanner;
import enifailover.tag.GroupTags;
import java.util.Optional;

/// Creates the audit, once for each process.
final class AuditWiring {
    private final Scheduler scheduler;
    private final AuditDebouncer auditDebouncer;

    /// From given parts, for tests.
    AuditWiring(Environment environment, AuditEnvironment audit, Clients clients, Scheduler scheduler) {
        this.scheduler = scheduler;
        String prefix = environment.tagPrefix();
        ReadinessAudit.World world = new ReadinessAudit.World(
                new AwsAuditReader(clients, prefix, audit.stack(), audit.ours(), environment.document(), scheduler),
                new DynamoGroupStore(clients, environment.table(), scheduler),
                new DynamoAuditStore(clients, environment.table()),
                new TaggedGroupSnapshots(prefix),
                new EventBridgePublisher(clients, environment.eventBus(), environment.topicArn(), scheduler),
                scheduler);
        // With ReportOnly the role has no permission to change anything.
        boolean acts = !environment.reportOnly();
        Optional<Remediation> remediation = acts
                ? Optional.of(new Remediation(
                        new Ec2EniOperations(clients),
                        new CloudWatchAlarmWriter(clients, audit.stack(), prefix, audit.alarmsPerSecond(), scheduler),
                        new Ec2RecoverySettings(clients),
                        audit.autoRecoveryPolicy(),
                        scheduler))
                : Optional.empty();
        Optional<RoutingVerifier> guests = acts && audit.asksGuests()
                ? Optional.of(new RoutingVerifier(new SsmCommandRunner(clients, environment.document()), scheduler))
                : Optional.empty();
        GroupTags tags = new GroupTags(prefix);
        Optional<RoutingStager> routingStager = acts && (audit.stages() || audit.removes())
                ? Optional.of(new RoutingStager(
                        new SsmCommandRunner(clients, environment.document()),
                        new StagingPlanner(tags, audit.stages()),
                        scheduler))
                : Optional.empty();
        Thresholds thresholds = new Thresholds(
                audit.drillEvery(),
                Thresholds.AGENT_SILENCE,
                Thresholds.RIGHTS_AGE,
                audit.rolesOpenTo(),
                audit.stages() || audit.removes(),
                audit.grantsKeys());
        ReadinessAudit readinessAudit = new ReadinessAudit(
                world, new Auditor(tags, thresholds, environment.limit()), remediation, guests, routingStager);
        this.auditDebouncer = new AuditDebouncer(
                readinessAudit,
                new AwsEc2Reader(clients, prefix, scheduler),
                new DynamoAuditSchedule(clients, environment.table()),
                scheduler);
    }

    /// From the environment of this process.
    ///
    /// @throws IllegalStateException naming the variable that is missing or wrong
    static AuditWiring ofProcess() {
        Environment environment = Environment.of(System.getenv());
        return new AuditWiring(
                environment,
                AuditEnvironment.of(System.getenv()),
                new Clients(environment.region()),
                new SystemScheduler());
    }

    Scheduler time() {
        return scheduler;
    }

    AuditDebouncer audits() {
        return auditDebouncer;
    }
}
