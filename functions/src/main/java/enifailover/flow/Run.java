package enifailover.flow;

import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Assessment.Stay;
import enifailover.assess.Verdict;
import enifailover.execute.Guard;
import enifailover.execute.Haste;
import enifailover.flow.Consequences.Deed;
import enifailover.group.Aftermath;
import enifailover.group.Aftermath.Promise;
import enifailover.group.Attachment;
import enifailover.group.AttachmentAttributes;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.FailedAttaches;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.InstanceId;
import enifailover.group.Move;
import enifailover.group.Slot;
import enifailover.plan.Plan;
import enifailover.plan.Step;
import enifailover.plan.Tried;
import enifailover.port.Brake.Limit;
import enifailover.port.Ledger.Ending;
import enifailover.port.Reservations;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one run carries from round to round.
final class Run {
    final GroupName group;
    final Intent intent;
    final Guard guard;
    final Chronicle chronicle;
    final Instant deadline;
    GroupMemory memory = GroupMemory.NONE;
    boolean moved;
    boolean completed;
    boolean announced;
    /// It ended at something that would be so again.
    boolean blocked;
    /// Whether there is a crowd, as far as this run knows.
    Haste haste = Haste.AT_ONCE;

    boolean hadTurn;

    /// The limit of automatic failovers against which it counts, where it does.
    Optional<Limit> counted = Optional.empty();

    /// What has failed in the group's zone, where this run has counted on it itself.
    Optional<FailedAttaches> failedAttaches = Optional.empty();

    int attachesFailed;

    /// An instance was stopped or started for it, or a move was begun.
    boolean changed;

    /// The instances that have refused the ENIs, or their routing.
    final Set<InstanceId> refused = new TreeSet<>();

    /// The instances to which this role may attach nothing, as EC2 said before anything was begun.
    final Set<InstanceId> denied = new TreeSet<>();

    /// The instances that were not observed to do better than who has the ENIs.
    final Set<InstanceId> noBetter = new TreeSet<>();

    /// The standbys that it has started, and observed running.
    final Set<InstanceId> started = new TreeSet<>();

    /// It has looked at the group at least once.
    boolean looked;

    /// How the brake of all groups stands; empty until it was asked.
    Optional<Brakes.Reading> brake = Optional.empty();

    /// What is reserved on the instances; empty where it was not read.
    Optional<Reservations.Reading> reserved = Optional.empty();

    /// The slots that it has reserved.
    Optional<SlotReservations.Claimed> claimed = Optional.empty();

    /// How often it has waited for the move of another group.
    int waits;

    /// How often another run was faster to reserve a slot.
    int conflicts;

    /// How many targets it has tried.
    int rounds;

    /// How long a first move may take before its promise to move back counts as due: corrected when it has ended.
    private static final Duration MOVE = Duration.ofMinutes(2);

    private final Set<InstanceId> touched = new TreeSet<>();
    private List<Eni> enis = List.of();
    private Optional<Move> openBefore = Optional.empty();
    private boolean movedBefore;

    private @Nullable Plan plan;
    /// Where the ENIs are attached without their routing being verified.
    private @Nullable InstanceId unrouted;
    private @Nullable InstanceId unroutedBefore;

    private @Nullable Reason reason;
    private Optional<Reason> held = Optional.empty();
    private String place = "";

    Run(GroupName group, Intent intent, Guard guard, Chronicle chronicle, Instant deadline) {
        this.group = group;
        this.intent = intent;
        this.guard = guard;
        this.chronicle = chronicle;
        this.deadline = deadline;
    }

    /// Whether it has begun to move anything, and has to end that. Without a lease what has moved may have been
    /// moved by others, unless it has itself asked EC2 for it.
    boolean underWay() {
        return moved && (guard.lease().isPresent() || guard.asked());
    }

    String runId() {
        return chronicle.runId();
    }

    /// The plan it came to last.
    Optional<Plan> plan() {
        return Optional.ofNullable(plan);
    }

    /// What the planner has to know of the rounds before.
    Tried tried() {
        Set<InstanceId> all = new TreeSet<>(refused);
        all.addAll(denied);
        all.addAll(noBetter);
        return new Tried(all, started, SlotReservations.others(this));
    }

    /// What a look showed of the places of the ENIs.
    void saw(GroupSnapshot snapshot) {
        place = snapshot.enis().stream()
                .map(eni -> eni.id() + "@" + eni.holder().map(InstanceId::value).orElse("-"))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /// What would have been done is held back.
    void heldBack(Stay stay) {
        held = stay.held();
    }

    /// What tells one piece of news from another: verdict, cause and place.
    String situation(Verdict verdict) {
        Optional<Reason> why = Optional.ofNullable(reason).or(() -> held);
        return verdict + " " + why.map(Reason::name).orElse("-") + " " + place;
    }

    /// The plan is all that was wanted.
    void plansOnly(Plan next) {
        plan = next;
    }

    /// What EC2 is about to forget is remembered, and that a move is under way.
    void begins(GroupSnapshot snapshot, Plan next, Instant now) {
        plan = next;
        openBefore = memory.unfinished();
        movedBefore = moved;
        unroutedBefore = unrouted;
        enis = snapshot.enis();
        if (next.stays()) {
            return; // nobody loses anything, and what the table remembers holds until routing is verified
        }
        moved = true;
        next.from().ifPresent(touched::add);
        touched.add(next.target());
        Map<EniId, EniMemory> known = new LinkedHashMap<>(memory.enis());
        boolean interrupted = memory.unfinished().isPresent();
        for (Eni eni : snapshot.enis()) {
            if (eni.attachment().isPresent() && !(interrupted && known.containsKey(eni.id()))) {
                Attachment present = eni.attachment().get();
                known.put(eni.id(), EniMemory.of(present));
            }
        }
        // At a group's first sight one may be attached nowhere: it belongs to the others.
        next.from().or(() -> snapshot.holders().stream().findFirst()).ifPresent(holder -> next.steps(Step.Attach.class)
                .forEach(attach -> known.putIfAbsent(
                        attach.eni(), new EniMemory(attach.slot(), AttachmentAttributes.FRESH, holder))));
        Set<InstanceId> sofar = new TreeSet<>(refused);
        sofar.addAll(denied);
        boolean announced = reason == Reason.ANNOUNCED;
        if (intent.automatic()) {
            memory.unfinished().map(Move::refused).ifPresent(sofar::addAll);
            announced |= memory.unfinished().map(Move::announced).orElse(false);
        }
        Move move = new Move(next.from(), next.target(), next.planned(), now)
                .withAnnounced(announced)
                .refusedBy(sofar);
        unrouted = null;
        memory = new GroupMemory(
                known, memory.members(), Optional.of(move), memory.lastAutomatic(), memory.preferred(), memory.after());
    }

    /// Why the ENIs have to go. The first reason of a run stands, whatever it meets on the way.
    void judged(Go go) {
        reason = reason == null ? go.reason() : reason;
    }

    /// What has to follow, before the move is begun: a promise that is only made afterwards could be forgotten.
    Optional<Aftermath> promises(Plan next, Instant now) {
        return intent.backAfter().flatMap(wait -> next.from().map(home -> {
            Instant due = now.plus(wait).plus(MOVE);
            return memory.after().withPromise(Optional.of(new Promise(next.target(), home, due, runId())));
        }));
    }

    void promised(Aftermath after) {
        memory = memory.withAfter(after);
    }

    /// The plan failed before it was written down: what was open before is what is open still.
    void notBegun() {
        moved = movedBefore;
        unrouted = unroutedBefore;
        memory = memory.withMove(openBefore);
    }

    /// The ENIs are attached to a target that is not known to route them.
    ///
    /// @param target where they are
    void unrouted(InstanceId target) {
        unrouted = target;
    }

    private Optional<Move> open(Instant now) {
        InstanceId left = unrouted;
        if (left == null) {
            return memory.unfinished().map(move -> move.refusedBy(allRefused()));
        }
        Optional<InstanceId> former = memory.enis().values().stream()
                .map(EniMemory::holder)
                .filter(holder -> !holder.equals(left))
                .findFirst();
        Move move = memory.unfinished()
                .filter(begun -> begun.to().equals(left))
                .orElseGet(() -> new Move(former, left, true, now));
        return Optional.of(move.refusedBy(allRefused()).refusedBy(Set.of(left)).triedAt(now));
    }

    /// Where nothing was begun, who was denied is asked again at once: nobody loses anything by that.
    private Set<InstanceId> allRefused() {
        Set<InstanceId> all = new TreeSet<>(refused);
        if (moved) {
            all.addAll(denied);
        }
        return all;
    }

    /// What the table has to know at the end.
    Ending ending(boolean atRest, Instant now) {
        Map<EniId, EniMemory> known = new LinkedHashMap<>(memory.enis());
        Plan last = plan;
        if (completed && last != null) {
            last.from().ifPresent(touched::add);
            enis.forEach(eni -> verified(eni, last).ifPresent(there -> known.put(eni.id(), there)));
        }
        Deed deed = new Deed(
                intent,
                runId(),
                Optional.ofNullable(reason),
                Optional.ofNullable(last),
                completed,
                allRefused(),
                Set.copyOf(touched));
        Consequences end = Consequences.of(memory, deed, now);
        boolean clears = completed || atRest;
        Optional<Move> before = memory.unfinished();
        Optional<Move> open = clears ? Optional.empty() : open(now);
        Optional<Aftermath> news = Optional.of(end.after()).filter(after -> !after.equals(memory.after()));
        memory = new GroupMemory(
                Map.copyOf(known),
                memory.members(),
                open,
                end.automaticAt().or(memory::lastAutomatic),
                end.preferred().or(memory::preferred),
                end.after());
        return new Ending(
                known,
                end.automaticAt(),
                end.preferred(),
                clears,
                open.filter(move -> !Optional.of(move).equals(before)),
                news);
    }

    /// What is known of an ENI whose routing the target has verified.
    private Optional<EniMemory> verified(Eni eni, Plan done) {
        Optional<Slot> slot = done.steps(Step.Attach.class).stream()
                .filter(attach -> attach.eni().equals(eni.id()))
                .map(Step.Attach::slot)
                .findFirst()
                .or(() -> eni.attachment().map(Attachment::slot));
        AttachmentAttributes attributes = Optional.ofNullable(memory.enis().get(eni.id()))
                .map(EniMemory::attributes)
                .or(() -> eni.attachment().map(present -> present.attributes().outliving()))
                .orElse(AttachmentAttributes.FRESH);
        return slot.map(where -> new EniMemory(where, attributes, done.target()));
    }
}
