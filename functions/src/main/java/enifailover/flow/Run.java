package enifailover.flow;

import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.execute.Guard;
import enifailover.group.Attachment;
import enifailover.group.AttachmentAttributes;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.InstanceId;
import enifailover.group.Move;
import enifailover.plan.Plan;
import enifailover.plan.Step;
import enifailover.port.Ledger.Ending;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
    /// How the switch for all groups stands; empty until it was asked.
    Optional<Brakes.Reading> brake = Optional.empty();

    private @Nullable Plan plan;

    private @Nullable Reason reason;

    Run(GroupName group, Intent intent, Guard guard, Chronicle chronicle, Instant deadline) {
        this.group = group;
        this.intent = intent;
        this.guard = guard;
        this.chronicle = chronicle;
        this.deadline = deadline;
    }

    String runId() {
        return chronicle.runId();
    }

    /// The plan it came to last.
    Optional<Plan> plan() {
        return Optional.ofNullable(plan);
    }

    /// The plan is all that was wanted.
    void plansOnly(Plan next) {
        plan = next;
    }

    /// What EC2 is about to forget is remembered, and that a move is under way.
    void begins(GroupSnapshot snapshot, Go go, Plan next, Instant now) {
        plan = next;
        reason = reason == null ? go.reason() : reason;
        moved = true;
        Map<EniId, EniMemory> known = new LinkedHashMap<>(memory.enis());
        boolean interrupted = memory.unfinished().isPresent();
        for (Eni eni : snapshot.enis()) {
            if (eni.attachment().isPresent() && !(interrupted && known.containsKey(eni.id()))) {
                Attachment present = eni.attachment().get();
                known.put(eni.id(), new EniMemory(present.slot(), outliving(present.attributes()), present.holder()));
            }
        }
        Move move = new Move(next.from(), next.target(), next.planned(), now);
        memory = new GroupMemory(known, Optional.of(move), memory.lastAutomatic(), memory.preferred());
    }

    /// What the table has to know at the end.
    Ending ending(boolean atRest, Instant now) {
        Map<EniId, EniMemory> known = new LinkedHashMap<>(memory.enis());
        Plan last = plan;
        if (completed && last != null) {
            for (Step.Attach attach : last.steps(Step.Attach.class)) {
                AttachmentAttributes attributes = Optional.ofNullable(known.get(attach.eni()))
                        .map(EniMemory::attributes)
                        .orElse(AttachmentAttributes.FRESH);
                known.put(attach.eni(), new EniMemory(attach.slot(), attributes, last.target()));
            }
        }
        boolean automaticMove = completed && intent.automatic();
        Optional<Instant> automaticAt = automaticMove ? Optional.of(now) : Optional.empty();
        Optional<InstanceId> preferred =
                automaticMove && last != null && !last.wayBack() ? preferred(last) : Optional.empty();
        boolean clears = completed || atRest;
        memory = new GroupMemory(
                known,
                clears ? Optional.empty() : memory.unfinished(),
                automaticAt.or(memory::lastAutomatic),
                preferred.or(memory::preferred));
        return new Ending(known, automaticAt, preferred, clears);
    }

    /// Where a failback would go: the holder before the first automatic failover; nowhere else once it is back there.
    private Optional<InstanceId> preferred(Plan last) {
        boolean away = memory.preferred().isPresent() && !memory.preferred().equals(last.from());
        if (away) {
            return memory.preferred();
        }
        return last.from();
    }

    private static AttachmentAttributes outliving(AttachmentAttributes seen) {
        return new AttachmentAttributes(false, seen.enaQueueCount(), seen.enaSrd(), seen.enaSrdUdp());
    }
}
