package enifailover.simulation;

import enifailover.assess.Verdict;
import enifailover.group.AttachmentAttributes;
import enifailover.group.AttachmentId;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.Slot;
import enifailover.port.Ledger;
import enifailover.port.Ledger.Busy;
import enifailover.port.Ledger.Claim;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.Reservations;
import enifailover.port.Sight;
import enifailover.port.Time;
import enifailover.region.Region;
import enifailover.region.call.AwsError;
import enifailover.region.call.Caller;
import enifailover.region.call.Unanswered;
import enifailover.region.ec2.Ec2;
import enifailover.region.ssm.Ssm;
import enifailover.region.time.SimulatedThread;
import enifailover.signal.Signal;
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
    private static final Duration PATIENCE = Duration.ofMillis(3500);

    final String name;
    final Time time;
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
    private final Map<GroupName, GroupMemory> own = new HashMap<>();

    final Map<EniId, Eni> shown = new HashMap<>();
    final Map<InstanceId, Optional<Instance>> instances = new HashMap<>();
    /// Where all ENIs of a group were once seen attached.
    final Map<GroupName, Set<InstanceId>> together = new HashMap<>();
    final Set<GroupName> leaseless = new HashSet<>();
    /// What this run has begun, or has found unfinished when it took the lease.
    final Set<GroupName> begun = new HashSet<>();

    /// Whom this run has told to route for ENIs before they were all there.
    final Set<InstanceId> expecting = new HashSet<>();

    /// What this run has written down or begun itself.
    final Set<GroupName> underWay = new HashSet<>();

    /// The standbys that it has started.
    final Set<InstanceId> started = new HashSet<>();

    /// The guests that told it that they do not show the interface, with how long they said they had been up.
    final Map<InstanceId, Duration> showNothing = new HashMap<>();

    final Map<GroupName, Claim> claims = new HashMap<>();
    final Map<GroupName, Verdict> said = new HashMap<>();
    final Map<String, Integer> refusedForGood = new HashMap<>();
    final Map<String, Integer> denied = new HashMap<>();

    /// What the table remembered when this run read all of it.
    Map<GroupName, GroupMemory> memories = Map.of();

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
        this.time = clock;
        this.region = region;
        this.history = history;
        this.claim = claim;
        this.drill = drill;
        this.since = clock.time().now();
        this.caller = new Caller(name, PATIENCE);
        this.ec2 = region.ec2(caller);
        this.ssm = region.ssm(caller);
    }

    Region region() {
        return region;
    }

    void tell(Supplier<String> words) {
        history.tell(name, words);
    }

    /// A request that reads.
    <T> T ask(String action, Supplier<T> request) {
        try {
            return request.get();
        } catch (AwsError error) {
            unread = time.now();
            throw refused(action, "", error);
        } catch (Unanswered silence) {
            unread = time.now();
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
    <T> T act(String action, String words, Supplier<T> request) {
        tell(() -> action + ' ' + words);
        try {
            T answer = request.get();
            tell(() -> action + ' ' + words + ": done " + (answer instanceof String text ? text : ""));
            return answer;
        } catch (AwsError error) {
            throw refused(action, words, error);
        } catch (Unanswered silence) {
            throw unanswered(action, words, silence);
        } finally {
            standStill();
        }
    }

    private Refused refused(String action, String words, AwsError error) {
        Refusal refusal = ErrorTable.meaning(error);
        tell(() -> action + ' ' + words + ": refused, " + error.code());
        if (!error.code().equals("DryRunOperation")) {
            disturbed = time.now();
        }
        if (refusal == Refusal.DENIED) {
            denied.merge(action + ' ' + words, 1, Integer::sum);
        }
        if (refusal == Refusal.NOT_POSSIBLE || refusal == Refusal.UNEXPECTED) {
            refusedForGood.merge(action + ' ' + words, 1, Integer::sum);
        }
        return new Refused(refusal, action, error.code(), error.message(), null);
    }

    private Refused unanswered(String action, String words, Unanswered silence) {
        disturbed = time.now();
        tell(() -> action + ' ' + words + ": not answered");
        return new Refused(
                Refusal.UNANSWERED, action, silence.kind().name(), String.valueOf(silence.getMessage()), null);
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

    void saw(GroupName group, Sight sight) {
        hadTurn = false;
        add(group, sight);
        sight.instances().forEach(one -> instances.put(one.id(), Optional.of(one)));
        saw(sight.enis());
        tell(() -> "looks at " + group + ": " + Truth.words(sight.enis(), sight.instances()));
    }

    private void add(GroupName group, Sight sight) {
        views.computeIfAbsent(group, _ -> new ArrayList<>()).add(View.of(group, sight, time.now(), memory(group)));
    }

    void swept(Sight sight) {
        sight.instances().forEach(one -> instances.putIfAbsent(one.id(), Optional.of(one)));
        tell(() -> "looks at everything: " + Truth.words(sight.enis(), sight.instances()));
        Map<GroupName, List<Eni>> groups = new TreeMap<>();
        sight.enis().forEach(eni -> Tags.groupOf(eni.tags())
                .ifPresent(group ->
                        groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(eni)));
        groups.forEach((group, enis) -> {
            List<Instance> around = sight.instances().stream()
                    .filter(one -> Truth.memberOf(group, one) || enis.stream().anyMatch(eni -> eni.heldBy(one.id())))
                    .toList();
            add(group, new Sight(enis, around, sight.warnings(), sight.at()));
        });
    }

    /// The group in which this run has read the ENI last, whatever its tag says meanwhile.
    Optional<GroupName> groupOf(EniId id) {
        for (Map.Entry<GroupName, List<View>> entry : views.entrySet()) {
            for (Eni eni : entry.getValue().getLast().sight().enis()) {
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

    void readsReserved(List<Reservations.Reserved> slots) {
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
    GroupMemory memory(GroupName group) {
        if (claims.get(group) instanceof Ledger.Held held && !leaseless.contains(group)) {
            return held.memory().enis().isEmpty() ? own.getOrDefault(group, held.memory()) : held.memory();
        }
        return leaseless.contains(group)
                ? own.getOrDefault(group, GroupMemory.NONE)
                : memories.getOrDefault(group, GroupMemory.NONE);
    }

    /// It changes something of which the table knew nothing: what counted then counts until it ends.
    void remembers(View view) {
        Map<EniId, EniMemory> enis = new HashMap<>();
        view.holders().stream().findFirst().ifPresent(holder -> view.enis().forEach(eni -> {
            // One that is attached nowhere belongs to the others.
            EniMemory free = new EniMemory(new Slot(0, 0), AttachmentAttributes.FRESH, holder);
            enis.put(eni.id(), eni.attachment().map(EniMemory::of).orElse(free));
        }));
        own.putIfAbsent(view.group(), new GroupMemory(enis, Optional.empty(), Optional.empty(), Optional.empty()));
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

    void claimed(GroupName group, Claim taken) {
        own.remove(group);
        claims.put(group, taken);
        leaseless.remove(group);
        underWay.remove(group);
        begun.remove(group);
        changed.remove(group);
        wrote.remove(group);
        if (taken instanceof Ledger.Held held && held.memory().unfinished().isPresent()) {
            begun.add(group);
        }
        tell(() -> switch (taken) {
            case Ledger.Held held ->
                "has the lease of " + group + ", counter " + held.lease().counter()
                        + held.memory()
                                .unfinished()
                                .map(move -> ", an open move to " + move.to())
                                .orElse("");
            case Busy busy -> "finds " + group + " busy with " + busy.owner();
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
