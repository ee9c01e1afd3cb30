package enifailover.readiness;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.group.GroupSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the operator's tags say is valid, and does not hold the failover back by mistake.
final class Settled implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        GroupSnapshot group = ground.group();
        List<Finding> findings = new ArrayList<>(group.findings());
        if (group.policy().pausedAt(ground.now())) {
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
