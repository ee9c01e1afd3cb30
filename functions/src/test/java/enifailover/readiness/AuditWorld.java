package enifailover.readiness;

import static enifailover.group.Situation.NOW;

import enifailover.flow.Audits;
import enifailover.flow.Guests;
import enifailover.flow.Mending;
import enifailover.flow.Readiness;
import enifailover.flow.Snapshots;
import enifailover.flow.Stagehand;
import enifailover.group.AttachmentAttributes;
import enifailover.group.AttachmentId;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.Member;
import enifailover.group.Slot;
import enifailover.port.Announcer;
import enifailover.port.HandTime;
import enifailover.port.Keeper;
import enifailover.port.MemoryAuditBook;
import enifailover.port.MemoryLedger;
import enifailover.port.MemoryNextAudit;
import enifailover.port.Network;
import enifailover.port.Observer;
import enifailover.port.Presence;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.Sight;
import enifailover.port.Surveyor;
import enifailover.survey.Rights;
import enifailover.survey.StatusAlarm;
import enifailover.tag.GroupTags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The ports of an audit over an [AuditScene], each of which may refuse.
public final class AuditWorld implements Surveyor, Keeper, Announcer, Network, Observer, Snapshots {
    private static final GroupTags TAGS = new GroupTags("eni-failover:");
    public final AuditScene scene = new AuditScene();
    public final MemoryAuditBook book = new MemoryAuditBook();
    /// The instances whose groups somebody asked EC2 for.
    public final List<InstanceId> asked = new ArrayList<>();

    public final List<Announcement> told = new ArrayList<>();
    public final MemoryNextAudit nextAudit = new MemoryNextAudit();
    public final GuestHosts guests = new GuestHosts();
    /// More instances that EC2 has, when they are asked for.
    public final Map<InstanceId, Instance> others = new TreeMap<>();
    /// What the ledger remembers, as far as the test says it.
    public Optional<GroupMemory> overridden = Optional.empty();

    public boolean surveyRefuses;
    public boolean announcerRefuses;
    public Optional<Refusal> keeperRefuses = Optional.empty();
    public long keeperTakesSeconds;
    public int alarmsMade;
    public final HandTime time = new HandTime(NOW);
    public final MemoryLedger ledger = new MemoryLedger(time);

    public AuditWorld() {
        book.asked(new Rights(NOW, AuditScene.SIP, Optional.empty()));
        book.drilled(AuditScene.SIP, NOW.minus(Duration.ofDays(9)));
    }

    public Readiness readiness(boolean mends) {
        return readiness(mends, false, Optional.empty());
    }

    public Readiness asking() {
        return readiness(true, true, Optional.empty());
    }

    /// @param wanted whether standbys are to have their file ahead of time
    public Readiness staging(boolean wanted) {
        return readiness(true, false, Optional.of(wanted));
    }

    private Readiness readiness(boolean mends, boolean asks, Optional<Boolean> stages) {
        Readiness.World world = new Readiness.World(this, ledger, book, this, this, time);
        return new Readiness(
                world,
                new Auditor(TAGS, AuditScene.STANDARDS),
                mends ? Optional.of(new Mending(this, this, time)) : Optional.empty(),
                asks ? Optional.of(new Guests(guests, time)) : Optional.empty(),
                stages.map(wanted -> new Stagehand(guests, new Staging(TAGS, wanted), time)));
    }

    public Audits audits() {
        return new Audits(readiness(true), this, nextAudit, time);
    }

    @Override
    public Surveyed survey(Set<InstanceId> also) {
        if (surveyRefuses) {
            throw refused(Refusal.UNANSWERED, "ec2:DescribeNetworkInterfaces");
        }
        Sight sight = sight();
        List<Instance> instances = new ArrayList<>(sight.instances());
        also.forEach(id -> Optional.ofNullable(others.get(id)).ifPresent(instances::add));
        return new Surveyed(new Sight(sight.enis(), instances, List.of(), time.now()), scene.survey());
    }

    private Sight sight() {
        GroupSnapshot group = scene.situation.snapshot();
        List<Eni> enis = group.enis().stream()
                .map(eni -> AuditScene.tagged(eni, group.name()))
                .toList();
        return new Sight(
                enis,
                group.members().stream()
                        .map(Member::instance)
                        .map(AuditScene::tagged)
                        .toList(),
                List.of(),
                time.now());
    }

    @Override
    public GroupSnapshot of(GroupName group, Sight sight, GroupMemory memory) {
        return scene.situation.memory(overridden.orElse(memory)).snapshot();
    }

    @Override
    public Set<GroupName> names(Sight sight) {
        return Set.of(AuditScene.SIP);
    }

    @Override
    public String alarm(InstanceId instance, StatusAlarm.Check check) {
        keeperRefuses.ifPresent(refusal -> {
            throw refused(refusal, "cloudwatch:PutMetricAlarm");
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
        if (announcerRefuses) {
            throw refused(Refusal.UNANSWERED, "events:PutEvents");
        }
        told.add(announcement);
    }

    @Override
    public Presence presence(InstanceId instance) {
        asked.add(instance);
        return new Presence(groupsHeldBy(instance), Set.of());
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
    public Sight look(GroupName group, Set<InstanceId> also) {
        return sight();
    }

    @Override
    public Sight lookAtAll() {
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
    public AttachmentId attach(EniId eni, InstanceId target, Slot slot, AttachmentAttributes attributes) {
        throw new IllegalStateException("an audit attaches nothing");
    }

    @Override
    public void keepOnTermination(EniId eni, AttachmentId attachment) {}

    @Override
    public void restore(EniId eni, AttachmentId attachment, AttachmentAttributes attributes) {
        throw new IllegalStateException("an audit restores nothing");
    }

    @Override
    public void rehearse(EniId eni, AttachmentId attachment, InstanceId target, Slot slot) {
        throw new IllegalStateException("an audit has no right to ask");
    }

    /// Whether the book can be read and written.
    public void bookRefuses(boolean refuses) {
        book.refuse(refuses ? Optional.of(refused(Refusal.UNANSWERED, "dynamodb:Query")) : Optional.empty());
    }

    private static Refused refused(Refusal refusal, String action) {
        return new Refused(refusal, action, "Code", "as the test wants", null);
    }
}
