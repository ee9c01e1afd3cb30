package enifailover.failover;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Verdict;
import enifailover.execute.Contention;
import enifailover.execute.LeaseGuard;
import enifailover.execute.SentCommand;
import enifailover.failover.PostRunState.RunEffect;
import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.FailedAttaches;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.PendingWork;
import enifailover.model.group.PendingWork.Promise;
import enifailover.model.group.SavedAttachment;
import enifailover.plan.Plan;
import enifailover.plan.Step;
import enifailover.plan.TargetExclusions;
import enifailover.port.AutomationSwitch.Limit;
import enifailover.port.GroupStore.RunOutcome;
import enifailover.port.ReservationStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The state of one run over its rounds.
public final class FailoverRun {
    final GroupName group;
    final RunMode runMode;
    final LeaseGuard leaseGuard;
    final ReportBuilder reportBuilder;
    final Instant deadline;
    public GroupState memory = GroupState.NONE;
    boolean moved;
    boolean completed;
    boolean announced;
    /// It ended at something that would be so again.
    boolean blocked;
    /// Whether EC2 throttles many runs, as far as this run knows.
    Contention contention = Contention.AT_ONCE;

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

    /// It has observed the group at least once.
    boolean looked;

    /// The automation switch; empty until it was read.
    Optional<AutomationGate.Reading> brake = Optional.empty();

    /// What is reserved on the instances; empty where it was not read.
    Optional<ReservationStore.Reading> reserved = Optional.empty();

    /// The routing commands that wait on targets that it has given up.
    List<SentCommand> abandoned = List.of();

    /// The device positions that it has reserved.
    Optional<DeviceReservations.Claimed> claimed = Optional.empty();

    /// How often it has waited for the move of another group.
    int waits;

    /// How often another run reserved a position first.
    int conflicts;

    /// How many targets it has tried.
    int rounds;

    /// The longest time of the first move, before the planned return counts as due: corrected when the move has ended.
    private static final Duration MOVE = Duration.ofMinutes(2);

    private final Set<InstanceId> touched = new TreeSet<>();
    private List<Eni> enis = List.of();
    private Optional<MoveRecord> openBefore = Optional.empty();
    private boolean movedBefore;

    private @Nullable Plan plan;
    /// Where the ENIs are attached without their routing being verified.
    private @Nullable InstanceId unrouted;
    private @Nullable InstanceId unroutedBefore;

    private @Nullable Reason reason;
    private Optional<Reason> held = Optional.empty();
    private String place = "";

    public FailoverRun(
            GroupName group, RunMode runMode, LeaseGuard leaseGuard, ReportBuilder reportBuilder, Instant deadline) {
        this.group = group;
        this.runMode = runMode;
        this.leaseGuard = leaseGuard;
        this.reportBuilder = reportBuilder;
        this.deadline = deadline;
    }

    /// Whether it has begun to move anything, and has to end that. Without a lease what has moved may have been
    /// moved by others, unless it has itself asked EC2 for it.
    boolean underWay() {
        return moved && (leaseGuard.lease().isPresent() || leaseGuard.requestSent());
    }

    String runId() {
        return reportBuilder.runId();
    }

    /// The plan it came to last.
    public Optional<Plan> plan() {
        return Optional.ofNullable(plan);
    }

    /// What the planner has to know of the rounds before.
    TargetExclusions tried() {
        Set<InstanceId> all = new TreeSet<>(refused);
        all.addAll(denied);
        all.addAll(noBetter);
        return new TargetExclusions(all, started, DeviceReservations.others(this));
    }

    /// Records where an observation shows the ENIs.
    void saw(GroupSnapshot snapshot) {
        place = snapshot.enis().stream()
                .map(eni -> eni.id() + "@" + eni.holder().map(InstanceId::value).orElse("-"))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /// What would have been done is held back.
    void heldBack(NoAction noAction) {
        held = noAction.held();
    }

    /// The key of a notification: verdict, cause and place.
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
        if (next.verifyOnly()) {
            return; // nobody loses anything, and what the table remembers holds until routing is verified
        }
        moved = true;
        next.from().ifPresent(touched::add);
        touched.add(next.target());
        Map<EniId, SavedAttachment> known = new LinkedHashMap<>(memory.enis());
        boolean interrupted = memory.unfinished().isPresent();
        for (Eni eni : snapshot.enis()) {
            if (eni.attachment().isPresent() && !(interrupted && known.containsKey(eni.id()))) {
                Attachment present = eni.attachment().get();
                known.put(eni.id(), SavedAttachment.of(present));
            }
        }
        // At a group's first sight one may be attached nowhere: it belongs to the others.
        next.from().or(() -> snapshot.holders().stream().findFirst()).ifPresent(holder -> next.steps(Step.Attach.class)
                .forEach(attach -> known.putIfAbsent(
                        attach.eni(),
                        new SavedAttachment(attach.devicePosition(), AttachmentAttributes.FRESH, holder))));
        Set<InstanceId> sofar = new TreeSet<>(refused);
        sofar.addAll(denied);
        boolean announced = reason == Reason.ANNOUNCED;
        if (runMode.automatic()) {
            memory.unfinished().map(MoveRecord::refused).ifPresent(sofar::addAll);
            announced |= memory.unfinished().map(MoveRecord::announced).orElse(false);
        }
        MoveRecord moveRecord = new MoveRecord(next.from(), next.target(), next.planned(), now)
                .withAnnounced(announced)
                .refusedBy(sofar);
        unrouted = null;
        memory = new GroupState(
                known,
                memory.members(),
                Optional.of(moveRecord),
                memory.lastAutomatic(),
                memory.preferred(),
                memory.after());
    }

    /// What a table has to remember of the ENIs so that the sweep sees them elsewhere: where they were before this run,
    /// if it knows none of them, or has learned of them where this run has brought them.
    Map<EniId, SavedAttachment> origins(GroupState table) {
        if (table.enis().isEmpty()) {
            return memory.enis();
        }
        Optional<InstanceId> target = memory.unfinished().map(MoveRecord::to);
        Map<EniId, SavedAttachment> origins = new TreeMap<>(table.enis());
        origins.replaceAll((eni, last) ->
                target.equals(Optional.of(last.holder())) ? memory.enis().getOrDefault(eni, last) : last);
        return origins;
    }

    /// Why the ENIs have to go. The first reason of a run stands, whatever it meets on the way.
    void judged(MoveRequired moveRequired) {
        reason = reason == null ? moveRequired.reason() : reason;
    }

    /// Work after the move. It is recorded before the move starts, so that a crash does not lose it.
    Optional<PendingWork> promises(Plan next, Instant now) {
        return runMode.backAfter().flatMap(wait -> next.from().map(home -> {
            Instant due = now.plus(wait).plus(MOVE);
            return memory.after().withPromise(Optional.of(new Promise(next.target(), home, due, runId())));
        }));
    }

    void promised(PendingWork after) {
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

    private Optional<MoveRecord> open(Instant now) {
        InstanceId left = unrouted;
        if (left == null) {
            return memory.unfinished().map(moveRecord -> moveRecord.refusedBy(allRefused()));
        }
        Optional<InstanceId> former = memory.enis().values().stream()
                .map(SavedAttachment::holder)
                .filter(holder -> !holder.equals(left))
                .findFirst();
        MoveRecord moveRecord = memory.unfinished()
                .filter(begun -> begun.to().equals(left))
                .orElseGet(() -> new MoveRecord(former, left, true, now));
        return Optional.of(
                moveRecord.refusedBy(allRefused()).refusedBy(Set.of(left)).triedAt(now));
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
    RunOutcome ending(boolean atRest, Instant now) {
        Map<EniId, SavedAttachment> known = new LinkedHashMap<>(memory.enis());
        Plan last = plan;
        if (completed && last != null) {
            last.from().ifPresent(touched::add);
            enis.forEach(eni -> verified(eni, last).ifPresent(there -> known.put(eni.id(), there)));
        }
        RunEffect runEffect = new RunEffect(
                runMode,
                runId(),
                Optional.ofNullable(reason),
                Optional.ofNullable(last),
                completed,
                allRefused(),
                Set.copyOf(touched));
        PostRunState end = PostRunState.of(memory, runEffect, now);
        boolean clears = completed || atRest;
        Optional<MoveRecord> before = memory.unfinished();
        Optional<MoveRecord> open = clears ? Optional.empty() : open(now);
        Optional<PendingWork> news = Optional.of(end.after()).filter(after -> !after.equals(memory.after()));
        memory = new GroupState(
                Map.copyOf(known),
                memory.members(),
                open,
                end.automaticAt().or(memory::lastAutomatic),
                end.preferred().or(memory::preferred),
                end.after());
        return new RunOutcome(
                known,
                end.automaticAt(),
                end.preferred(),
                clears,
                open.filter(moveRecord -> !Optional.of(moveRecord).equals(before)),
                news);
    }

    /// What is known of an ENI whose routing the target has verified.
    private Optional<SavedAttachment> verified(Eni eni, Plan done) {
        Optional<DevicePosition> slot = done.steps(Step.Attach.class).stream()
                .filter(attach -> attach.eni().equals(eni.id()))
                .map(Step.Attach::devicePosition)
                .findFirst()
                .or(() -> eni.attachment().map(Attachment::devicePosition));
        AttachmentAttributes attributes = Optional.ofNullable(memory.enis().get(eni.id()))
                .map(SavedAttachment::attributes)
                .or(() -> eni.attachment().map(present -> present.attributes().outliving()))
                .orElse(AttachmentAttributes.FRESH);
        return slot.map(where -> new SavedAttachment(where, attributes, done.target()));
    }
}
