package enifailover.readiness.audit;

import static enifailover.model.group.Situation.NOW;

import enifailover.failover.GroupSnapshots;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.audit.StatusAlarm;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.model.group.Member;
import enifailover.port.AlarmWriter;
import enifailover.port.AuditReader;
import enifailover.port.AwsCallException;
import enifailover.port.Ec2Reader;
import enifailover.port.EniOperations;
import enifailover.port.ErrorKind;
import enifailover.port.EventPublisher;
import enifailover.port.InstanceMembership;
import enifailover.port.Observation;
import enifailover.readiness.AuditDebouncer;
import enifailover.readiness.ReadinessAudit;
import enifailover.readiness.Remediation;
import enifailover.readiness.RoutingStager;
import enifailover.readiness.RoutingVerifier;
import enifailover.readiness.guest.StagingPlanner;
import enifailover.tag.GroupTags;
import enifailover.testkit.memory.ManualScheduler;
import enifailover.testkit.memory.MemoryAuditSchedule;
import enifailover.testkit.memory.MemoryAuditStore;
import enifailover.testkit.memory.MemoryGroupStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The ports of an audit over an [AuditScene], each of which may refuse.
public final class AuditWorld
        implements AuditReader, AlarmWriter, EventPublisher, EniOperations, Ec2Reader, GroupSnapshots {
    private static final GroupTags TAGS = new GroupTags("eni-failover:");
    public final AuditScene scene = new AuditScene();
    public final MemoryAuditStore book = new MemoryAuditStore();
    /// The instances whose groups somebody asked EC2 for.
    public final List<InstanceId> asked = new ArrayList<>();

    public final List<Announcement> told = new ArrayList<>();
    public final MemoryAuditSchedule nextAudit = new MemoryAuditSchedule();
    public final GuestHosts guests = new GuestHosts();
    /// More instances that EC2 has, when they are asked for.
    public final Map<InstanceId, Instance> others = new TreeMap<>();
    /// What the ledger remembers, as far as the test says it.
    public Optional<GroupState> overridden = Optional.empty();

    public boolean surveyRefuses;
    public boolean eventPublisherRefuses;
    public Optional<ErrorKind> keeperRefuses = Optional.empty();
    public long keeperTakesSeconds;
    public int alarmsMade;
    public final ManualScheduler time = new ManualScheduler(NOW);
    public final MemoryGroupStore groupStore = new MemoryGroupStore(time);

    public AuditWorld() {
        book.asked(new PermissionCheck(NOW, AuditScene.SIP, Optional.empty()));
        book.drilled(AuditScene.SIP, NOW.minus(Duration.ofDays(9)));
    }

    public ReadinessAudit readiness(boolean mends) {
        return readiness(mends, false, Optional.empty());
    }

    public ReadinessAudit asking() {
        return readiness(true, true, Optional.empty());
    }

    /// @param wanted whether standbys are to have their file ahead of time
    public ReadinessAudit staging(boolean wanted) {
        return readiness(true, false, Optional.of(wanted));
    }

    private ReadinessAudit readiness(boolean mends, boolean asks, Optional<Boolean> stages) {
        ReadinessAudit.World world = new ReadinessAudit.World(this, groupStore, book, this, this, time);
        return new ReadinessAudit(
                world,
                new Auditor(TAGS, AuditScene.STANDARDS),
                mends ? Optional.of(new Remediation(this, this, time)) : Optional.empty(),
                asks ? Optional.of(new RoutingVerifier(guests, time)) : Optional.empty(),
                stages.map(wanted -> new RoutingStager(guests, new StagingPlanner(TAGS, wanted), time)));
    }

    public AuditDebouncer audits() {
        return new AuditDebouncer(readiness(true), this, nextAudit, time);
    }

    @Override
    public Surveyed survey(Set<InstanceId> also) {
        if (surveyRefuses) {
            throw refused(ErrorKind.UNANSWERED, "ec2:DescribeNetworkInterfaces");
        }
        Observation observation = sight();
        List<Instance> instances = new ArrayList<>(observation.instances());
        also.forEach(id -> Optional.ofNullable(others.get(id)).ifPresent(instances::add));
        return new Surveyed(new Observation(observation.enis(), instances, List.of(), time.now()), scene.survey());
    }

    private Observation sight() {
        GroupSnapshot group = scene.situation.snapshot();
        List<Eni> enis = group.enis().stream()
                .map(eni -> AuditScene.tagged(eni, group.name()))
                .toList();
        return new Observation(
                enis,
                group.members().stream()
                        .map(Member::instance)
                        .map(AuditScene::tagged)
                        .toList(),
                List.of(),
                time.now());
    }

    @Override
    public GroupSnapshot of(GroupName group, Observation observation, GroupState memory) {
        return scene.situation.memory(overridden.orElse(memory)).snapshot();
    }

    @Override
    public Set<GroupName> names(Observation observation) {
        return Set.of(AuditScene.SIP);
    }

    @Override
    public String alarm(InstanceId instance, StatusAlarm.Check check) {
        keeperRefuses.ifPresent(errorKind -> {
            throw refused(errorKind, "cloudwatch:PutMetricAlarm");
        });
        time.sleep(Duration.ofSeconds(keeperTakesSeconds));
        alarmsMade++;
        return instance + check.metric();
    }

    @Override
    public boolean remove(StatusAlarm alarm) {
        return true;
    }

    @Override
    public void announce(Announcement announcement) {
        if (eventPublisherRefuses) {
            throw refused(ErrorKind.UNANSWERED, "events:PutEvents");
        }
        told.add(announcement);
    }

    @Override
    public InstanceMembership describeMembership(InstanceId instance) {
        asked.add(instance);
        return new InstanceMembership(groupsHeldBy(instance), Set.of());
    }

    @Override
    public Set<GroupName> groupsHeldBy(InstanceId instance) {
        return scene.situation.snapshot().member(instance).isPresent() ? Set.of(AuditScene.SIP) : Set.of();
    }

    @Override
    public List<Eni> heldBy(InstanceId instance) {
        return sight().enis().stream().filter(eni -> eni.heldBy(instance)).toList();
    }

    @Override
    public Observation look(GroupName group, Set<InstanceId> also) {
        return sight();
    }

    @Override
    public Observation lookAtAll() {
        return sight();
    }

    @Override
    public List<Eni> enis(Collection<EniId> ids) {
        return sight().enis();
    }

    @Override
    public Optional<Instance> instance(InstanceId id) {
        return scene.situation.snapshot().member(id).map(Member::instance);
    }

    @Override
    public Set<InstanceId> instancesOfAlarms(Collection<String> alarmNames) {
        return Set.of();
    }

    @Override
    public void detach(AttachmentId attachment, boolean force) {
        throw new IllegalStateException("an audit detaches nothing");
    }

    @Override
    public AttachmentId attach(
            EniId eni, InstanceId target, DevicePosition devicePosition, AttachmentAttributes attributes) {
        throw new IllegalStateException("an audit attaches nothing");
    }

    @Override
    public void keepOnTermination(EniId eni, AttachmentId attachment) {}

    @Override
    public void restore(EniId eni, AttachmentId attachment, AttachmentAttributes attributes) {
        throw new IllegalStateException("an audit restores nothing");
    }

    @Override
    public void dryRunMove(EniId eni, AttachmentId attachment, InstanceId target, DevicePosition devicePosition) {
        throw new IllegalStateException("an audit has no right to ask");
    }

    /// Whether the book can be read and written.
    public void bookRefuses(boolean refuses) {
        book.refuse(refuses ? Optional.of(refused(ErrorKind.UNANSWERED, "dynamodb:Query")) : Optional.empty());
    }

    private static AwsCallException refused(ErrorKind errorKind, String action) {
        return new AwsCallException(errorKind, action, "Code", "as the test wants", null);
    }
}
