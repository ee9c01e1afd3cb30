package enifailover.readiness.eni;

import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupSnapshot;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the operator's tags say is valid, and does not hold the failover back by mistake.
public final class TagsValid implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        GroupSnapshot group = checkContext.group();
        List<Finding> findings = new ArrayList<>(group.findings());
        if (group.policy().pausedAt(checkContext.now())) {
            Instant until = group.policy().paused().orElseThrow();
            boolean endless = until.equals(Instant.MAX);
            findings.add(new Finding(
                    "paused",
                    endless ? Severity.BLOCKER : Severity.WARNING,
                    group.name().value(),
                    "the group is paused " + (endless ? "without an end" : "until " + until),
                    "nothing happens by itself meanwhile, whatever fails",
                    endless ? "remove the tag paused, or give it an instant" : "nothing, if it is meant"));
        }
        return findings;
    }
}
