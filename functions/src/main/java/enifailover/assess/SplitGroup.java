package enifailover.assess;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Assessment.Reason;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.SavedAttachment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A group whose ENIs are not all on one instance. A recorded move, or a failed holder, lets the program gather them.
/// ENIs on healthy instances are only moved by a person.
final class SplitGroup {
    private SplitGroup() {}

    /// @param group whose ENIs are not all on one instance
    static Assessment assess(GroupSnapshot group, Trigger trigger, Instant now) {
        List<String> evidence = new ArrayList<>();
        group.enis().forEach(eni -> evidence.add(place(eni)));
        Set<InstanceId> failed = new TreeSet<>();
        Set<InstanceId> working = new TreeSet<>();
        for (InstanceId holder : group.holders()) {
            HealthResult healthResult = HealthEvaluator.judge(group.instance(holder), trigger, now);
            evidence.add(healthResult.evidence());
            (healthResult.failed() ? failed : working).add(holder);
        }
        boolean free = group.enis().stream().anyMatch(eni -> eni.attachment().isEmpty());
        Optional<MoveRecord> move = group.memory().unfinished();
        Set<InstanceId> unexpected = new TreeSet<>(working);
        unexpected.removeAll(move.map(begun -> expected(group, begun)).orElse(Set.of()));
        if (move.isPresent() && unexpected.isEmpty()) {
            move.get().from().ifPresent(failed::add);
            return Assessor.go(Reason.UNFINISHED, failed, move.get().planned(), evidence);
        }
        if (group.holders().isEmpty()) {
            return Assessor.go(Reason.ORPHANED, Set.of(), false, evidence);
        }
        if (working.size() == 1 && failed.isEmpty() && free) {
            return new MoveRequired(
                    Reason.SPLIT,
                    Set.of(),
                    false,
                    Optional.of(working.iterator().next()),
                    List.copyOf(evidence));
        }
        if (!failed.isEmpty()) {
            return Assessor.go(Reason.SPLIT, failed, false, evidence);
        }
        evidence.add("ENIs are not detached from a working instance: move all ENIs to one instance by hand, or remove"
                + " the group's tag from ENIs that do not belong to the group");
        return new NoAction(Verdict.SPLIT, List.copyOf(evidence));
    }

    /// ENIs of a new group, not adopted yet, on several instances.
    static NoAction newcomers(GroupSnapshot group) {
        List<String> evidence = new ArrayList<>();
        group.newcomers().enis().forEach(eni -> evidence.add(place(eni) + " and is new in the group"));
        evidence.add("failover of a new group starts when all its ENIs are on one instance");
        return new NoAction(Verdict.SPLIT, List.copyOf(evidence));
    }

    /// Where the ENIs may be during a move: at its source, its target, or where they were last recorded.
    private static Set<InstanceId> expected(GroupSnapshot group, MoveRecord moveRecord) {
        Set<InstanceId> expected = new TreeSet<>();
        moveRecord.from().ifPresent(expected::add);
        expected.add(moveRecord.to());
        expected.addAll(moveRecord.refused());
        Map<EniId, SavedAttachment> known = group.memory().enis();
        group.enis().stream()
                .flatMap(eni -> Optional.ofNullable(known.get(eni.id())).stream())
                .map(SavedAttachment::holder)
                .forEach(expected::add);
        return expected;
    }

    private static String place(Eni eni) {
        return eni.id() + eni.holder().map(holder -> " is on " + holder).orElse(" is not attached");
    }
}
