package enifailover.readiness.guest;

import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.MoveRecord;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;
import java.util.Optional;

/// A move has attached the ENIs to an instance whose guest did not verify their routing.
public final class RoutingUnverified implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        Optional<MoveRecord> move = checkContext.group().memory().unfinished();
        Optional<MoveRecord.Retry> retry = move.flatMap(MoveRecord::retry);
        if (retry.isEmpty() || !checkContext.group().onOneInstance()) {
            return List.of();
        }
        String others = move.get().refused().size() > 1
                ? "; these members have failed before: " + move.get().refused()
                : "";
        return List.of(new Finding(
                "routing-unverified",
                Severity.BLOCKER,
                move.get().to().value(),
                "the guest has not verified the routing of the ENIs; it was requested "
                        + retry.get().tries() + " times, last at " + retry.get().last() + others,
                "the SSM agent, the network manager or the script failed; no other member was better",
                "read the last report of the group and repair the guest; routing is requested again at "
                        + retry.get().due() + "; or move the group by a drill"));
    }
}
