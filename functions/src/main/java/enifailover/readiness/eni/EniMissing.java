package enifailover.readiness.eni;

import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;
import java.util.TreeSet;

/// No ENI of the group has vanished since it was accepted.
public final class EniMissing implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        TreeSet<EniId> gone =
                new TreeSet<>(checkContext.auditBaseline().traits().keySet());
        checkContext.group().enis().stream().map(Eni::id).forEach(gone::remove);
        return gone.stream()
                .map(eni -> new Finding(
                        "eni-gone",
                        Severity.WARNING,
                        eni.value(),
                        "it was in group " + checkContext.group().name() + ", and no longer exists or has lost its tag",
                        "with DeleteOnTermination it died with its holder; or somebody deleted or retagged it",
                        "tag it again, or accept the group as it is now: invoke the function with"
                                + " {\"action\":\"accept\",\"group\":\""
                                + checkContext.group().name() + "\"}"))
                .toList();
    }
}
