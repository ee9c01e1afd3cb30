package enifailover.readiness.eni;

import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupSnapshot;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The operator's tags have valid values, and the group is not paused.
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
                    "the group is paused " + (endless ? "without an end time" : "until " + until),
                    "no automatic failover takes place while the group is paused",
                    endless
                            ? "remove the tag paused, or set an end time as its value"
                            : "nothing, if this is intended"));
        }
        return findings;
    }
}
