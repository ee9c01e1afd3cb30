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

/// All ENIs of the group are attached to one instance, and no move is unfinished.
public final class EnisOnOneInstance implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        GroupSnapshot group = checkContext.group();
        List<String> odd = new ArrayList<>();
        boolean split = group.holders().size() > 1;
        for (Eni eni : group.enis()) {
            if (eni.attachment().isEmpty()) {
                odd.add(eni.id() + " is not attached");
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
                .ifPresent(moveRecord -> odd.add(
                        "a move to " + moveRecord.to() + " begun at " + moveRecord.since() + " is not finished"));
        if (odd.isEmpty()) {
            return List.of();
        }
        if (leftAlone(checkContext)) {
            return List.of(finding(
                    group,
                    odd,
                    "a person or a tool detaches or attaches the ENI, or the detach hangs; while the instance is healthy, no"
                            + " automatic move begins",
                    "if it is intended, wait until it ends; otherwise move the group by a drill (failover), which forces a"
                            + " detach that hangs; to find the caller: aws cloudtrail lookup-events"));
        }
        if (checkContext.present() instanceof NoAction noAction && noAction.verdict() == Verdict.SPLIT) {
            return List.of(finding(
                    group,
                    odd,
                    "a person or a tool moved an ENI, or a tag has the wrong group name; no automatic move repairs this",
                    "move the ENIs to one instance (aws ec2 detach-network-interface, then attach-network-interface), or"
                            + " remove the group's tag from the ENI that does not belong to the group"));
        }
        return List.of(finding(
                group,
                odd,
                "a move is in progress or was interrupted, or a person or a tool detached an ENI",
                "wait two minutes for the sweep; if the finding remains, read the last report of the group"));
    }

    private static Finding finding(GroupSnapshot group, List<String> odd, String why, String help) {
        return new Finding(
                "not-on-one-instance", Severity.BLOCKER, group.name().value(), String.join("; ", odd), why, help);
    }

    /// Whether an ENI is attaching or detaching at a healthy instance, and no move of this program is open.
    private static boolean leftAlone(CheckContext checkContext) {
        return checkContext.group().onOneInstance()
                && checkContext.group().memory().unfinished().isEmpty()
                && checkContext.present() instanceof NoAction noAction
                && noAction.verdict() == Verdict.INCONCLUSIVE;
    }
}
