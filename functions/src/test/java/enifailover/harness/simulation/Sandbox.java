package enifailover.harness.simulation;

import enifailover.assess.Verdict;
import enifailover.event.Signal;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.model.group.SavedAttachment;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.GroupStore;
import enifailover.port.GroupStore.AcquireResult;
import enifailover.port.GroupStore.HeldByOther;
import enifailover.port.Observation;
import enifailover.port.ReservationStore;
import enifailover.port.Scheduler;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.call.Unanswered;
import enifailover.testkit.region.ec2.Ec2;
import enifailover.testkit.region.ssm.Ssm;
import enifailover.testkit.region.time.SimulatedThread;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One function instance at work on one event: its clock, its way to AWS, and what it was told there. It dies
/// when the simulated process does.
final class Sandbox {
    /// As `aws.Clients` has it for one attempt.
    private static final Duration TIMEOUT = Duration.ofMillis(3500);

    final String name;
    final Scheduler scheduler;
    final Caller caller;
    final Ec2 ec2;
    final Ssm ssm;
    final Optional<Signal.OfInstance> claim;
    final boolean drill;
    /// When it began, by the true time.
    final Instant since;

    private final Region region;
    private final History history;
    private final SkewedTime clock;

    /// All looks at each group, with what counted in it by what the table had told.
    final Map<GroupName, List<View>> views = new HashMap<>();
    /// Without the table: what it has begun to move.
    private final Map<GroupName, GroupState> own = new HashMap<>();

    final Map<EniId, Eni> shown = new HashMap<>();
    final Map<InstanceId, Optional<Instance>> instances = new HashMap<>();
    /// Where all ENIs of a group were once seen attached.
    final Map<GroupName, Set<InstanceId>> together = new HashMap<>();
    final Set<GroupName> leaseless = new HashSet<>();
    /// What this run has begun, or has found unfinished when it took the lease.
    final Set<GroupName> begun = new HashSet<>();

    /// The routing commands that it has sent.
    final Set<String> sent = new HashSet<>();

    /// Those of them that it has neither cancelled nor asked for their result.
    final Map<String, Expecting> waiting = new HashMap<>();

    /// Whom this run has told to route for ENIs before they were all there.
    final Set<InstanceId> expecting = new HashSet<>();

    /// What this run has written down or begun itself.
    final Set<GroupName> underWay = new HashSet<>();

    /// The standbys that it has started.
    final Set<InstanceId> started = new HashSet<>();

    /// The guests that told it that they do not show the interface, with how long they said they had been up.
    final Map<InstanceId, Duration> showNothing = new HashMap<>();

    final Map<GroupName, AcquireResult> claims = new HashMap<>();
    final Map<GroupName, Verdict> said = new HashMap<>();
    final Map<String, Integer> refusedForGood = new HashMap<>();
    final Map<String, Integer> denied = new HashMap<>();

    /// What the table remembered when this run read all of it.
    Map<GroupName, GroupState> memories = Map.of();

    /// When it last asked for anything to be attached there, by the true time.
    final Map<InstanceId, Instant> attached = new HashMap<>();

    /// When it first wrote a move of a group down.
    final Map<GroupName, Instant> wrote = new HashMap<>();

    /// The groups of which it could not write the journal.
    final Set<GroupName> unjournaled = new HashSet<>();

    /// When a read was last not answered as it should.
    Instant unread = Instant.EPOCH;

    /// When a request was last refused or not answered, but where that is what was asked for.
    Instant disturbed = Instant.EPOCH;

    /// The attachments that it has asked to be detached.
    final Set<AttachmentId> detached = new HashSet<>();

    /// The groups of which it has changed anything, as far as it knows.
    final Set<GroupName> changed = new HashSet<>();

    /// To whom it has asked for anything to be attached.
    final Set<InstanceId> targets = new HashSet<>();

    /// Slots could not be read, reserved or prolonged, for one group at least.
    boolean unreserved;

    /// Whose ENIs an instance had when that was last asked.
    final Map<InstanceId, Held> heldBy = new HashMap<>();

    /// The instances that it has seen off while it waited for that; another of its groups may read something older
    /// since.
    final Set<InstanceId> off = new HashSet<>();

    /// The instances that it has asked to be stopped.
    final Set<InstanceId> stopped = new HashSet<>();

    /// Where it has ever read that groups had reserved slots: each of its groups reads that for itself.
    private final Map<InstanceId, Set<GroupName>> reserved = new HashMap<>();

    /// @param target where the command waits
    /// @param interfaces what it waits for
    record Expecting(InstanceId target, String interfaces) {}

    /// @param enis the tagged ENIs of an instance
    /// @param at by the true time
    record Held(List<Eni> enis, Instant at) {}

    int calls;
    /// The account's switch, as it was read last.
    boolean switchedOff;

    /// When it first read so, by its own clock.
    Instant switchedOffSince = Instant.MAX;

    /// It has taken a turn, and has not looked since.
    boolean hadTurn;

    int stallAfter;
    boolean stalled;
    boolean over;

    @Nullable
    SimulatedThread thread;

    Sandbox(
            String name,
            SkewedTime clock,
            Region region,
            History history,
            Optional<Signal.OfInstance> claim,
            boolean drill) {
        this.name = name;
        this.clock = clock;
        this.scheduler = clock;
        this.region = region;
        this.history = history;
        this.claim = claim;
        this.drill = drill;
        this.since = clock.time().now();
        this.caller = new Caller(name, TIMEOUT);
        this.ec2 = region.ec2(caller);
        this.ssm = region.ssm(caller);
    }

    Region region() {
        return region;
    }

    void tell(Supplier<String> message) {
        history.tell(name, message);
    }

    /// A request that reads.
    <T> T ask(String action, Supplier<T> request) {
        try {
            return request.get();
        } catch (AwsError error) {
            unread = scheduler.now();
            throw refused(action, "", error);
        } catch (Unanswered silence) {
            unread = scheduler.now();
            throw unanswered(action, "", silence);
        } finally {
            standStill();
        }
    }

    /// The same, where one error means that there is nothing to see yet.
    <T> Optional<T> seen(String action, String notYet, Supplier<Optional<T>> request) {
        try {
            Optional<T> answer = request.get();
            answer.ifPresent(a -> tell(() -> action + ": " + a));
            return answer;
        } catch (AwsError error) {
            if (error.code().equals(notYet)) {
                return Optional.empty();
            }
            throw refused(action, "", error);
        } catch (Unanswered silence) {
            throw unanswered(action, "", silence);
        } finally {
            standStill();
        }
    }

    /// A request that changes something.
    <T> T act(String action, String message, Supplier<T> request) {
        tell(() -> action + ' ' + message);
        try {
            T answer = request.get();
            tell(() -> action + ' ' + message + ": done " + (answer instanceof String text ? text : ""));
            return answer;
        } catch (AwsError error) {
            throw refused(action, message, error);
        } catch (Unanswered silence) {
            throw unanswered(action, message, silence);
        } finally {
            standStill();
        }
    }

    private AwsCallException refused(String action, String message, AwsError error) {
        ErrorKind errorKind = ErrorTable.meaning(error);
        tell(() -> action + ' ' + message + ": refused, " + error.code());
        if (!error.code().equals("DryRunOperation")) {
            disturbed = scheduler.now();
        }
        if (errorKind == ErrorKind.DENIED) {
            denied.merge(action + ' ' + message, 1, Integer::sum);
        }
        if (errorKind == ErrorKind.NOT_POSSIBLE || errorKind == ErrorKind.UNEXPECTED) {
            refusedForGood.merge(action + ' ' + message, 1, Integer::sum);
        }
        return new AwsCallException(errorKind, action, error.code(), error.message(), null);
    }

    private AwsCallException unanswered(String action, String message, Unanswered silence) {
        disturbed = scheduler.now();
        tell(() -> action + ' ' + message + ": not answered");
        return new AwsCallException(
                ErrorKind.UNANSWERED, action, silence.kind().name(), String.valueOf(silence.getMessage()), null);
    }

    private void standStill() {
        if (stallAfter > 0) {
            int seconds = stallAfter;
            stallAfter = 0;
            stalled = true;
            tell(() -> "stands still for " + seconds + " s");
            clock.time().sleep(Duration.ofSeconds(seconds));
        }
    }

    void saw(GroupName group, Observation observation) {
        hadTurn = false;
        add(group, observation);
        observation.instances().forEach(one -> instances.put(one.id(), Optional.of(one)));
        saw(observation.enis());
        tell(() -> "looks at " + group + ": " + Truth.message(observation.enis(), observation.instances()));
    }

    private void add(GroupName group, Observation observation) {
        views.computeIfAbsent(group, _ -> new ArrayList<>())
                .add(View.of(group, observation, scheduler.now(), memory(group)));
    }

    void swept(Observation observation) {
        observation.instances().forEach(one -> instances.putIfAbsent(one.id(), Optional.of(one)));
        tell(() -> "looks at everything: " + Truth.message(observation.enis(), observation.instances()));
        Map<GroupName, List<Eni>> groups = new TreeMap<>();
        observation.enis().forEach(eni -> Tags.groupOf(eni.tags())
                .ifPresent(group ->
                        groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(eni)));
        groups.forEach((group, enis) -> {
            List<Instance> around = observation.instances().stream()
                    .filter(one -> Truth.memberOf(group, one) || enis.stream().anyMatch(eni -> eni.heldBy(one.id())))
                    .toList();
            add(group, new Observation(enis, around, observation.warnings(), observation.at()));
        });
    }

    /// The group in which this run has read the ENI last, whatever its tag says meanwhile.
    Optional<GroupName> groupOf(EniId id) {
        for (Map.Entry<GroupName, List<View>> entry : views.entrySet()) {
            for (Eni eni : entry.getValue().getLast().observation().enis()) {
                if (eni.id().equals(id)) {
                    return Optional.of(entry.getKey());
                }
            }
        }
        return Optional.empty();
    }

    void saw(List<Eni> enis) {
        enis.forEach(eni -> shown.put(eni.id(), eni));
        enis.stream().flatMap(eni -> groupOf(eni.id()).stream()).distinct().forEach(this::gathered);
    }

    private void gathered(GroupName group) {
        View view = view(group);
        if (view == null) {
            return;
        }
        Set<InstanceId> holders = new HashSet<>();
        for (Eni one : view.enis()) {
            Eni eni = shown.getOrDefault(one.id(), one);
            holders.add(Truth.at(eni));
        }
        if (holders.size() == 1) {
            together.computeIfAbsent(group, _ -> new HashSet<>()).addAll(holders);
        }
    }

    void saw(InstanceId id, Optional<Instance> seen) {
        instances.put(id, seen);
        if (seen.filter(Truth::off).isPresent()) {
            off.add(id);
        }
        tell(() -> "looks at " + id + ": "
                + seen.map(one ->
                                one.state().word() + ", " + one.shell().reach().name())
                        .orElse("unknown"));
    }

    void readsReserved(List<ReservationStore.Reserved> slots) {
        slots.forEach(one ->
                reserved.computeIfAbsent(one.instance(), _ -> new HashSet<>()).add(one.group()));
    }

    /// Where it has read that another group than this one had reserved a slot.
    Set<InstanceId> reservedByOthers(GroupName group) {
        return reserved.keySet().stream()
                .filter(id -> reserved.getOrDefault(id, Set.of()).stream().anyMatch(other -> !other.equals(group)))
                .collect(Collectors.toSet());
    }

    /// The last look at a group, or null before the first.
    @Nullable
    View view(GroupName group) {
        List<View> all = views.get(group);
        return all == null ? null : all.getLast();
    }

    /// All looks at a group.
    List<View> views(GroupName group) {
        return views.getOrDefault(group, List.of());
    }

    /// What the table told this run of the group: with its lease, or else when it read all of it.
    GroupState memory(GroupName group) {
        if (claims.get(group) instanceof GroupStore.Acquired acquired && !leaseless.contains(group)) {
            return acquired.memory().enis().isEmpty() ? own.getOrDefault(group, acquired.memory()) : acquired.memory();
        }
        return leaseless.contains(group)
                ? own.getOrDefault(group, GroupState.NONE)
                : memories.getOrDefault(group, GroupState.NONE);
    }

    /// It changes something of which the table knew nothing: what counted then counts until it ends.
    void remembers(View view) {
        Map<EniId, SavedAttachment> enis = new HashMap<>();
        view.holders().stream().findFirst().ifPresent(holder -> view.enis().forEach(eni -> {
            // One that is attached nowhere belongs to the others.
            SavedAttachment free = new SavedAttachment(new DevicePosition(0, 0), AttachmentAttributes.FRESH, holder);
            enis.put(eni.id(), eni.attachment().map(SavedAttachment::of).orElse(free));
        }));
        own.putIfAbsent(view.group(), new GroupState(enis, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /// It asks who has an ENI there: for one of its groups it is about to stop the instance, and the plan is made.
    void fences(InstanceId id) {
        leaseless.forEach(group -> {
            View view = view(group);
            if (view != null && view.wish().fences() && view.holders().contains(id)) {
                remembers(view);
            }
        });
    }

    void claimed(GroupName group, AcquireResult taken) {
        own.remove(group);
        claims.put(group, taken);
        leaseless.remove(group);
        underWay.remove(group);
        begun.remove(group);
        changed.remove(group);
        wrote.remove(group);
        if (taken instanceof GroupStore.Acquired acquired
                && acquired.memory().unfinished().isPresent()) {
            begun.add(group);
        }
        tell(() -> switch (taken) {
            case GroupStore.Acquired acquired ->
                "has the lease of " + group + ", counter " + acquired.lease().counter()
                        + acquired.memory()
                                .unfinished()
                                .map(moveRecord -> ", an open move to " + moveRecord.to())
                                .orElse("");
            case HeldByOther heldByOther -> "finds " + group + " busy with " + heldByOther.owner();
        });
    }

    /// The run has written down its end; a knock may make it look again, and ask again.
    void ended(GroupName group, boolean clearsMove) {
        refusedForGood.clear();
        denied.clear();
        underWay.remove(group);
        if (clearsMove) {
            begun.remove(group);
        }
    }

    void withoutLease(GroupName group) {
        own.remove(group);
        leaseless.add(group);
        claims.remove(group);
        underWay.remove(group);
        begun.remove(group);
    }
}
