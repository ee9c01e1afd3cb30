package enifailover.failover;

import static enifailover.model.group.Altered.altered;

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
import enifailover.model.ScheduledEvent;
import enifailover.model.SsmAgentStatus;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.StatusChecks;
import enifailover.model.group.GroupName;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner;
import enifailover.port.Ec2Reader;
import enifailover.port.EniOperations;
import enifailover.port.ErrorKind;
import enifailover.port.EventPublisher;
import enifailover.port.InstanceMembership;
import enifailover.port.InstancePower;
import enifailover.port.Observation;
import enifailover.script.RoutingScript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// EC2, Systems Manager and the bus for stories with one actor, at the height of the ports. The simulated region below
/// the SDK knows all of EC2's rules; this one knows those that a story turns on.
public final class StoryRegion implements Ec2Reader, EniOperations, InstancePower, CommandRunner, EventPublisher {
    final Map<EniId, Eni> enis = new LinkedHashMap<>();
    public final Map<InstanceId, Instance> instances = new LinkedHashMap<>();
    public final List<String> writes = new ArrayList<>();
    final List<Announcement> told = new ArrayList<>();
    public final Set<String> denied = new LinkedHashSet<>();
    /// Of which ENIs a `DryRun` asked.
    public final List<EniId> asked = new ArrayList<>();
    public final Set<InstanceId> noDevice = new LinkedHashSet<>();
    final Set<InstanceId> showsAfterReboot = new LinkedHashSet<>();
    final Set<InstanceId> hangs = new LinkedHashSet<>();
    final List<Runnable> beforeNextWrite = new ArrayList<>();
    final List<ErrorKind> nextAttach = new ArrayList<>();
    final List<ErrorKind> nextStop = new ArrayList<>();
    private final Map<String, ErrorKind> refusing = new LinkedHashMap<>();
    /// Looks at the whole group.
    int looks;
    String script = RoutingScript.SHA256;
    boolean freshlyBooted;
    boolean stuck;
    public Duration detaches = Duration.ofMillis(2500);
    Duration readTakes = Duration.ofMillis(40);
    Duration lookTakes = Duration.ofMillis(80);
    /// What the next reads of single instances say of their state: they may be older than the ones before.
    final List<InstanceState> nextStates = new ArrayList<>();
    Duration attaches = Duration.ofMillis(1500);
    final Set<InstanceId> uncleanable = new LinkedHashSet<>();
    private final Map<String, Instant> commands = new LinkedHashMap<>();
    private final Map<String, String> verbs = new LinkedHashMap<>();
    private final Map<InstanceId, Instant> booted = new LinkedHashMap<>();
    private final GroupName group;
    private final StoryTime time;
    private int serial = 100;

    public StoryRegion(GroupName group, StoryTime time) {
        this.group = group;
        this.time = time;
    }

    /// The next such request is refused so.
    public void refuseNext(String action, ErrorKind errorKind) {
        refusing.put(action, errorKind);
    }

    private AwsCallException refused(ErrorKind errorKind, String action) {
        return new AwsCallException(errorKind, action, errorKind.name(), "as the story wants it", null);
    }

    private void write(String action, String message) {
        time.sleep(Duration.ofMillis(150));
        List.copyOf(beforeNextWrite).forEach(Runnable::run);
        beforeNextWrite.clear();
        if (denied.contains(action)) {
            throw refused(ErrorKind.DENIED, action);
        }
        Optional<ErrorKind> refusal = Optional.ofNullable(refusing.remove(action));
        if (refusal.isPresent()) {
            throw refused(refusal.get(), action);
        }
        writes.add(message);
    }

    public Eni eni(EniId id) {
        return Optional.ofNullable(enis.get(id)).orElseThrow();
    }

    public void put(Eni eni, Optional<Attachment> attachment) {
        enis.put(eni.id(), altered(altered(eni, "available", attachment.isEmpty()), "attachment", attachment));
    }

    public void state(InstanceId id, InstanceState state) {
        Instance i = Optional.ofNullable(instances.get(id)).orElseThrow();
        instances.put(id, altered(i, "state", state));
    }

    /// Another group's ENI is on it from now on.
    void occupied(InstanceId id, DevicePosition devicePosition) {
        Instance i = Optional.ofNullable(instances.get(id)).orElseThrow();
        Set<DevicePosition> slots = new TreeSet<>(i.occupied());
        slots.add(devicePosition);
        instances.put(id, i.occupying(slots));
    }

    void recovers(InstanceId id) {
        Instance i = Optional.ofNullable(instances.get(id)).orElseThrow();
        instances.put(id, altered(i, "checks", StatusChecks.PASSED));
    }

    void impaired(InstanceId id, Duration since) {
        Instance i = Optional.ofNullable(instances.get(id)).orElseThrow();
        StatusChecks checks = new StatusChecks(
                CheckStatus.IMPAIRED,
                CheckStatus.OK,
                CheckStatus.OK,
                Optional.of(time.now().minus(since)));
        instances.put(id, altered(i, "checks", checks));
    }

    void shell(InstanceId id, Reach reach) {
        Instance i = Optional.ofNullable(instances.get(id)).orElseThrow();
        instances.put(
                id, altered(i, "shell", new SsmAgentStatus(reach, i.shell().platform())));
    }

    void schedule(InstanceId id, Instant notBefore) {
        Instance i = Optional.ofNullable(instances.get(id)).orElseThrow();
        instances.put(
                id,
                altered(
                        i,
                        "scheduled",
                        List.of(new ScheduledEvent("instance-retirement", Optional.of(notBefore), "degraded"))));
    }

    private Instance seen(Instance i) {
        Set<DevicePosition> slots = new TreeSet<>(i.occupied());
        enis.values().stream()
                .flatMap(eni -> eni.attachment().stream())
                .filter(a -> a.holder().equals(i.id()))
                .forEach(a -> slots.add(a.devicePosition()));
        return i.occupying(slots);
    }

    @Override
    public InstanceMembership describeMembership(InstanceId instance) {
        return new InstanceMembership(groupsHeldBy(instance), Set.of());
    }

    @Override
    public Set<GroupName> groupsHeldBy(InstanceId instance) {
        return instances.containsKey(instance) ? Set.of(group) : Set.of();
    }

    @Override
    public List<Eni> heldBy(InstanceId instance) {
        return enis.values().stream().filter(eni -> eni.heldBy(instance)).toList();
    }

    @Override
    public Observation look(GroupName name, Set<InstanceId> also) {
        if (denied.contains("ec2:DescribeNetworkInterfaces")) {
            throw refused(ErrorKind.DENIED, "ec2:DescribeNetworkInterfaces");
        }
        time.sleep(lookTakes);
        looks++;
        return new Observation(
                List.copyOf(enis.values()),
                instances.values().stream().map(this::seen).toList(),
                List.of(),
                time.now());
    }

    @Override
    public Observation lookAtAll() {
        return look(group, Set.of());
    }

    @Override
    public List<Eni> enis(Collection<EniId> ids) {
        time.sleep(Duration.ofMillis(40));
        return enis.values().stream().filter(eni -> ids.contains(eni.id())).toList();
    }

    @Override
    public Optional<Instance> instance(InstanceId id) {
        time.sleep(readTakes);
        Optional<Instance> seen = Optional.ofNullable(instances.get(id)).map(this::seen);
        return nextStates.isEmpty() ? seen : seen.map(i -> altered(i, "state", nextStates.removeFirst()));
    }

    @Override
    public Set<InstanceId> instancesOfAlarms(Collection<String> alarmNames) {
        return Set.of();
    }

    @Override
    public void detach(AttachmentId attachment, boolean force) {
        write("ec2:DetachNetworkInterface", (force ? "force-detach " : "detach ") + attachment);
        Eni eni = enis.values().stream()
                .filter(e ->
                        e.attachment().isPresent() && e.attachment().get().id().equals(attachment))
                .findFirst()
                .orElseThrow(() -> refused(ErrorKind.ALREADY_DETACHED, "ec2:DetachNetworkInterface"));
        Attachment a = eni.attachment().orElseThrow();
        put(eni, Optional.of(altered(a, "status", AttachmentStatus.DETACHING)));
        if (!stuck || force) {
            time.at(detaches, () -> {
                if (eni(eni.id()).attachment().map(Attachment::id).equals(Optional.of(attachment))) {
                    put(eni(eni.id()), Optional.empty());
                }
            });
        }
    }

    @Override
    public AttachmentId attach(
            EniId id, InstanceId target, DevicePosition devicePosition, AttachmentAttributes attributes) {
        boolean plain = attributes.equals(AttachmentAttributes.FRESH);
        write(
                "ec2:AttachNetworkInterface",
                "attach " + id + " to " + target + " at " + devicePosition + (plain ? "" : " with its ENA settings"));
        Eni eni = eni(id);
        Instance instance = seen(Optional.ofNullable(instances.get(target))
                .orElseThrow(() -> refused(ErrorKind.NOT_FOUND, "ec2:AttachNetworkInterface")));
        Optional<ErrorKind> planned = nextAttach.isEmpty() ? Optional.empty() : Optional.of(nextAttach.removeFirst());
        if (planned.isPresent() && planned.get() != ErrorKind.UNANSWERED) {
            throw refused(planned.get(), "ec2:AttachNetworkInterface");
        }
        if (eni.attachment().isPresent()) {
            throw refused(ErrorKind.IN_USE, "ec2:AttachNetworkInterface");
        }
        if (instance.occupied().contains(devicePosition)) {
            throw refused(ErrorKind.SLOT_TAKEN, "ec2:AttachNetworkInterface");
        }
        if (instance.state() != InstanceState.RUNNING && instance.state() != InstanceState.STOPPED) {
            throw refused(ErrorKind.WRONG_STATE, "ec2:AttachNetworkInterface");
        }
        AttachmentId attachment = new AttachmentId("eni-attach-" + String.format("%08x", serial++));
        put(
                eni,
                Optional.of(new Attachment(
                        attachment,
                        target,
                        devicePosition,
                        AttachmentStatus.ATTACHING,
                        new AttachmentAttributes(
                                false, attributes.enaQueueCount(), attributes.enaSrd(), attributes.enaSrdUdp()))));
        time.at(attaches, () -> eni(id).attachment()
                .filter(a -> a.id().equals(attachment))
                .ifPresent(a -> put(eni(id), Optional.of(altered(a, "status", AttachmentStatus.ATTACHED)))));
        if (planned.isPresent()) {
            throw refused(ErrorKind.UNANSWERED, "ec2:AttachNetworkInterface");
        }
        return attachment;
    }

    @Override
    public void keepOnTermination(EniId eni, AttachmentId attachment) {
        write("ec2:ModifyNetworkInterfaceAttribute", "keep " + eni);
    }

    @Override
    public void restore(EniId eni, AttachmentId attachment, AttachmentAttributes attributes) {
        write("ec2:ModifyNetworkInterfaceAttribute", "restore " + eni);
    }

    @Override
    public void dryRunMove(EniId eni, AttachmentId attachment, InstanceId target, DevicePosition devicePosition) {
        asked.add(eni);
        if (denied.contains("ec2:AttachNetworkInterface")) {
            throw refused(ErrorKind.DENIED, "ec2:AttachNetworkInterface");
        }
        ErrorKind errorKind = refusing.remove("DryRun");
        if (errorKind != null) {
            throw refused(errorKind, "ec2:DetachNetworkInterface");
        }
    }

    @Override
    public void stop(InstanceId instance) {
        write("ec2:StopInstances", "stop " + instance);
        if (!nextStop.isEmpty()) {
            throw refused(nextStop.removeFirst(), "ec2:StopInstances");
        }
        state(instance, InstanceState.STOPPING);
        time.at(Duration.ofSeconds(20), () -> state(instance, InstanceState.STOPPED));
    }

    @Override
    public void start(InstanceId instance) {
        write("ec2:StartInstances", "start " + instance);
        state(instance, InstanceState.PENDING);
        time.at(Duration.ofSeconds(30), () -> state(instance, InstanceState.RUNNING));
    }

    /// Down at once, up again after 20 s; the agent answers after 40 s.
    @Override
    public void reboot(InstanceId instance) {
        write("ec2:RebootInstances", "reboot " + instance);
        booted.put(instance, time.now().plusSeconds(20));
        if (showsAfterReboot.contains(instance)) {
            noDevice.remove(instance);
        }
    }

    private boolean cutOff(InstanceId instance, Instant started) {
        return Optional.ofNullable(booted.get(instance))
                .map(boot -> started.isBefore(boot))
                .orElse(false);
    }

    private long uptime(InstanceId instance) {
        return Optional.ofNullable(booted.get(instance))
                .map(boot -> Duration.between(boot, time.now()).toSeconds())
                .orElse(freshlyBooted ? 600L : 1_000_000L);
    }

    @Override
    public String send(InstanceId instance, Command command, Duration deliverWithin) {
        write("ssm:SendCommand", command.verb() + " on " + instance);
        Instance target = Optional.ofNullable(instances.get(instance)).orElseThrow();
        if (Optional.ofNullable(booted.get(instance))
                .map(boot -> time.now().isBefore(boot.plusSeconds(20)))
                .orElse(false)) {
            throw refused(ErrorKind.UNREACHABLE, "ssm:SendCommand");
        }
        if (target.state() != InstanceState.RUNNING || target.shell().reach() != Reach.ONLINE) {
            throw refused(ErrorKind.UNREACHABLE, "ssm:SendCommand");
        }
        String id = "command-" + serial++;
        commands.put(id, time.now().plusMillis(1600));
        verbs.put(id, command.verb());
        return id;
    }

    @Override
    public void cancel(InstanceId instance, String commandId) {
        write("ssm:CancelCommand", instance.value());
    }

    @Override
    public Optional<Ended> result(InstanceId instance, String commandId) {
        time.sleep(Duration.ofMillis(40));
        Instant started = Optional.ofNullable(commands.get(commandId)).orElseThrow();
        if (hangs.contains(instance) || time.now().isBefore(started) || cutOff(instance, started)) {
            return Optional.empty();
        }
        if (Optional.ofNullable(verbs.get(commandId)).orElseThrow().equals("cleanup")) {
            boolean refuses =
                    uncleanable.contains(instance) || enis.values().stream().anyMatch(eni -> eni.heldBy(instance));
            return Optional.of(
                    refuses
                            ? new Ended("Failed", 40, "{\"ok\":false,\"code\":40,\"warnings\":[]}", "still here")
                            : new Ended("Success", 0, "{\"ok\":true,\"code\":0,\"warnings\":[]}", ""));
        }
        boolean asked = Optional.ofNullable(verbs.get(commandId)).orElseThrow().equals("verify");
        if (asked && enis.values().stream().noneMatch(eni -> eni.heldBy(instance))) {
            return Optional.of(new Ended(
                    "Failed",
                    20,
                    "{\"ok\":false,\"code\":20,\"script\":\"" + script + "\",\"uptime_s\":" + uptime(instance) + "}",
                    "no device"));
        }
        if (noDevice.contains(instance)) {
            return time.now().isBefore(started.plusSeconds(75))
                    ? Optional.empty()
                    : Optional.of(new Ended(
                            "Failed",
                            20,
                            "{\"ok\":false,\"code\":20,\"seen_macs\":[\"02:aa\"],\"script\":\"" + script
                                    + "\",\"uptime_s\":" + uptime(instance) + "}",
                            "no device"));
        }
        boolean all = enis.values().stream()
                .allMatch(eni ->
                        eni.heldBy(instance) && eni.attachment().orElseThrow().status() == AttachmentStatus.ATTACHED);
        return all
                ? Optional.of(new Ended(
                        "Success",
                        0,
                        "{\"ok\":true,\"code\":0,\"script\":\"" + script + "\",\"warnings\":[],\"uptime_s\":"
                                + uptime(instance) + "}",
                        ""))
                : Optional.empty();
    }

    @Override
    public void announce(Announcement announcement) {
        told.add(announcement);
        if (denied.contains("events:PutEvents")) {
            throw refused(ErrorKind.DENIED, "events:PutEvents");
        }
    }
}
