package enifailover.readiness.eni;

import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Verdict;
import enifailover.model.AttachmentStatus;
import enifailover.model.Eni;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupSnapshot;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// All ENIs of the group are attached, to one instance, and no move is left half-done.
public final class EnisOnOneInstance implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        GroupSnapshot group = checkContext.group();
        List<String> odd = new ArrayList<>();
        boolean split = group.holders().size() > 1;
        for (Eni eni : group.enis()) {
            if (eni.attachment().isEmpty()) {
                odd.add(eni.id() + " is attached nowhere");
            } else if (split) {
                odd.add(eni.id() + " is on " + eni.attachment().get().holder());
            } else if (eni.attachment().get().status() != AttachmentStatus.ATTACHED) {
                odd.add(eni.id() + " is "
                        + eni.attachment().get().status().name().toLowerCase(Locale.ROOT));
            }
        }
        group.memory()
                .unfinished()
                .filter(moveRecord ->
                        moveRecord.retry().isEmpty() || !group.onOneInstance()) // else that finding is another's
                .ifPresent(moveRecord ->
                        odd.add("a move to " + moveRecord.to() + " begun at " + moveRecord.since() + " has not ended"));
        if (odd.isEmpty()) {
            return List.of();
        }
        if (leftAlone(checkContext)) {
            return List.of(finding(
                    group,
                    odd,
                    "somebody detaches or attaches it by hand, or that hangs; where the holder is well, nothing automatic"
                            + " interferes",
                    "let it end, if it is meant; else a drill (failover) moves the group, and ends a detach that hangs by"
                            + " force; look for who asked for it: aws cloudtrail lookup-events"));
        }
        if (checkContext.present() instanceof NoAction noAction && noAction.verdict() == Verdict.SPLIT) {
            return List.of(finding(
                    group,
                    odd,
                    "somebody moved an ENI by hand, or the tag names the wrong group; nothing that works is left for it",
                    "bring the ENIs to one instance (aws ec2 detach-network-interface, then attach-network-interface), or"
                            + " take the group's tag off what does not belong to it; nothing does so by itself"));
        }
        return List.of(finding(
                group,
                odd,
                "a move is under way, was interrupted, or somebody detached an ENI by hand",
                "the sweep mends it within a minute or two; if it stays, read the failover's last report"));
    }

    private static Finding finding(GroupSnapshot group, List<String> odd, String why, String help) {
        return new Finding("not-together", Severity.BLOCKER, group.name().value(), String.join("; ", odd), why, help);
    }

    /// The failover's own judgement of an ENI on its way at a well holder, without a move of ours.
    private static boolean leftAlone(CheckContext checkContext) {
        return checkContext.group().onOneInstance()
                && checkContext.group().memory().unfinished().isEmpty()
                && checkContext.present() instanceof NoAction noAction
                && noAction.verdict() == Verdict.INCONCLUSIVE;
    }
}
