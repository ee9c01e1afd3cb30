package enifailover.model.group;

import static enifailover.model.group.Altered.altered;

import enifailover.model.Addresses;
import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.AttachmentStatus;
import enifailover.model.CheckStatus;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.Provisioning;
import enifailover.model.ScheduledEvent;
import enifailover.model.SsmAgentStatus;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.StatusChecks;
import enifailover.model.TypeLimits;
import enifailover.model.group.GroupSnapshot.Newcomers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// Builds snapshots for tests, from the usual situation by small differences: group `sip` with `eni-…a` on the active A
/// at index 1, standbys B and C, all well, all in one zone.
public final class Situation {
    public static final InstanceId A = new InstanceId("i-0000000000000000a");
    public static final InstanceId B = new InstanceId("i-0000000000000000b");
    public static final InstanceId C = new InstanceId("i-0000000000000000c");
    public static final EniId ENI = new EniId("eni-0000000000000000a");
    public static final EniId ENI2 = new EniId("eni-0000000000000000b");
    public static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    public static final String ZONE = "eu-west-1a";

    private final Map<EniId, Eni> enis = new LinkedHashMap<>();
    private final Map<InstanceId, Member> members = new LinkedHashMap<>();
    private final List<Instance> nonMembers = new ArrayList<>();
    private Policy policy = Policy.DEFAULT;
    private GroupState memory = GroupState.NONE;
    private Newcomers newcomers = Newcomers.NONE;

    private Situation() {}

    public static Situation usual() {
        Situation usual = new Situation();
        for (InstanceId id : List.of(A, B, C)) {
            usual.members.put(id, new Member(well(id), Member.DEFAULT_PRIORITY));
        }
        return usual.eni(ENI, attached(ENI, A, 1));
    }

    public static Instance well(InstanceId id) {
        return new Instance(
                id,
                InstanceState.RUNNING,
                "m5.large",
                ZONE,
                "vpc-1",
                Map.of(),
                Set.of(new DevicePosition(0, 0)),
                StatusChecks.PASSED,
                List.of(),
                new SsmAgentStatus(Reach.ONLINE, Optional.of("Linux")),
                Optional.of(new TypeLimits(List.of(3), 10, 10)));
    }

    public static Attachment attached(EniId eni, InstanceId holder, int index) {
        return new Attachment(
                new AttachmentId("eni-attach-" + eni.value().substring(20)
                        + holder.value().substring(3)),
                holder,
                new DevicePosition(index, 0),
                AttachmentStatus.ATTACHED,
                AttachmentAttributes.FRESH);
    }

    public Situation eni(EniId id, Attachment attachment) {
        return put(id, Optional.of(attachment));
    }

    public Situation orphan(EniId id) {
        return put(id, Optional.empty());
    }

    private Situation put(EniId id, Optional<Attachment> attachment) {
        Optional.ofNullable(enis.get(id)).flatMap(Eni::attachment).ifPresent(this::vacate);
        enis.put(
                id,
                new Eni(
                        id,
                        "02:00:00:00:00:0" + id.value().charAt(20),
                        ZONE,
                        "vpc-1",
                        "subnet-1",
                        attachment.isEmpty(),
                        true,
                        attachment,
                        new Addresses(
                                List.of("10.0.2.50", "10.0.2.51"),
                                List.of(),
                                List.of("2001:db8::50"),
                                List.of(),
                                Optional.of("10.0.2.0/24"),
                                Optional.of("2001:db8::/64")),
                        Optional.empty(),
                        Map.of()));
        return occupy();
    }

    /// An ENI of the group on an instance, with these addresses.
    public Situation addressed(EniId id, InstanceId holder, int index, Addresses addresses) {
        return eni(id, attached(id, holder, index)).change(id, eni -> altered(eni, "addresses", addresses));
    }

    public Situation change(EniId id, UnaryOperator<Eni> change) {
        enis.computeIfPresent(id, (key, eni) -> change.apply(eni));
        return occupy();
    }

    private void vacate(Attachment left) {
        members.computeIfPresent(left.holder(), (id, member) -> {
            Set<DevicePosition> slots = new TreeSet<>(member.instance().occupied());
            slots.remove(left.devicePosition());
            return new Member(member.instance().occupying(slots), member.priority());
        });
    }

    private Situation occupy() {
        members.replaceAll((id, member) -> {
            Set<DevicePosition> slots = new TreeSet<>(member.instance().occupied());
            enis.values().stream().flatMap(eni -> eni.attachment().stream()).forEach(attachment -> {
                if (attachment.holder().equals(id)) {
                    slots.add(attachment.devicePosition());
                } else {
                    slots.remove(attachment.devicePosition());
                }
            });
            return new Member(member.instance().occupying(slots), member.priority());
        });
        return this;
    }

    public Situation also(InstanceId id, DevicePosition taken) {
        Member member = member(id);
        Set<DevicePosition> slots = new TreeSet<>(member.instance().occupied());
        slots.add(taken);
        members.put(id, new Member(member.instance().occupying(slots), member.priority()));
        return this;
    }

    public Situation state(InstanceId id, InstanceState state) {
        Instance i = member(id).instance();
        StatusChecks checks = state == InstanceState.RUNNING ? i.checks() : StatusChecks.UNKNOWN;
        return with(altered(altered(i, "state", state), "checks", checks));
    }

    public Situation checks(InstanceId id, StatusChecks checks) {
        Instance i = member(id).instance();
        return with(altered(i, "checks", checks));
    }

    public Situation impaired(InstanceId id, Duration since) {
        return checks(
                id,
                new StatusChecks(CheckStatus.IMPAIRED, CheckStatus.OK, CheckStatus.OK, Optional.of(NOW.minus(since))));
    }

    public Situation shell(InstanceId id, Reach reach, String platform) {
        Instance i = member(id).instance();
        return with(altered(i, "shell", new SsmAgentStatus(reach, Optional.of(platform))));
    }

    /// Its agent was last heard of then.
    public Situation heard(InstanceId id, Instant at) {
        Instance i = member(id).instance();
        return with(altered(
                i, "shell", new SsmAgentStatus(i.shell().reach(), i.shell().platform(), Optional.of(at))));
    }

    public Situation zone(InstanceId id, String zone) {
        Instance i = member(id).instance();
        return with(altered(i, "availabilityZone", zone));
    }

    /// With these tags of an instance, besides those that make it a member.
    public Situation tags(InstanceId id, Map<String, String> tags) {
        return with(altered(member(id).instance(), "tags", tags));
    }

    public Situation vpc(InstanceId id, String vpc) {
        Instance i = member(id).instance();
        return with(altered(i, "vpcId", vpc));
    }

    public Situation scheduled(InstanceId id, Instant notBefore) {
        Instance i = member(id).instance();
        ScheduledEvent event = new ScheduledEvent("instance-retirement", Optional.of(notBefore), "retires");
        return with(altered(i, "scheduled", List.of(event)));
    }

    /// It was launched so.
    public Situation provisioned(InstanceId id, Provisioning provisioning) {
        return with(altered(member(id).instance(), "provisioning", provisioning));
    }

    public Situation priority(InstanceId id, int priority) {
        members.put(id, new Member(member(id).instance(), priority));
        return this;
    }

    public Situation without(InstanceId id) {
        members.remove(id);
        return this;
    }

    /// Holds an ENI, and is no member.
    public Situation nonMember(Instance instance) {
        nonMembers.add(instance);
        return this;
    }

    public Situation without(EniId id) {
        Optional.ofNullable(enis.remove(id)).flatMap(Eni::attachment).ifPresent(this::vacate);
        return this;
    }

    private Situation with(Instance instance) {
        members.put(instance.id(), new Member(instance, member(instance.id()).priority()));
        return this;
    }

    private Member member(InstanceId id) {
        Member member = members.get(id);
        if (member == null) {
            throw new IllegalArgumentException("no member " + id);
        }
        return member;
    }

    public Situation memory(GroupState remembered) {
        memory = remembered;
        return this;
    }

    /// Has the group's tag, and was not adopted.
    public Situation newcomers(List<Eni> newEnis, List<Member> newMembers) {
        newcomers = new Newcomers(newEnis, newMembers);
        return this;
    }

    /// A run began to move the ENIs from A to B and died.
    public Situation interrupted() {
        return memory(new GroupState(
                Map.of(ENI, new SavedAttachment(new DevicePosition(1, 0), AttachmentAttributes.FRESH, A)),
                Optional.of(new MoveRecord(Optional.of(A), B, false, NOW.minusSeconds(40))),
                Optional.empty(),
                Optional.empty()));
    }

    public Situation policy(UnaryOperator<Policy> change) {
        policy = change.apply(policy);
        return this;
    }

    public static Policy paused(Policy p, Instant until) {
        return altered(p, "paused", Optional.of(until));
    }

    public static Policy fencing(Policy p) {
        return altered(p, "fence", Policy.Fence.STOP);
    }

    public static Policy cold(Policy p) {
        return altered(p, "startsColdStandby", true);
    }

    public static Policy reportsAnnounced(Policy p) {
        return altered(p, "movesWhenAnnounced", false);
    }

    public static Policy failback(Policy p, Duration after) {
        return altered(p, "failback", Optional.of(after));
    }

    public static Policy rebooting(Policy p) {
        return altered(p, "rebootsOnNoShow", true);
    }

    public static Policy probing(Policy p, int port) {
        return altered(p, "probePort", OptionalInt.of(port));
    }

    public static Policy indexed(Policy p, EniId eni, int index) {
        return altered(p, "deviceIndex", Map.of(eni, index));
    }

    public GroupSnapshot snapshot() {
        return new GroupSnapshot(
                new GroupName("sip"),
                policy,
                List.copyOf(enis.values()),
                members.values().stream().sorted().toList(),
                newcomers,
                nonMembers,
                memory,
                List.of(),
                NOW);
    }
}
