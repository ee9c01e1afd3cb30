package enifailover.readiness.eni;

import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;
import java.util.TreeSet;

/// Every accepted ENI of the group still exists.
public final class EniMissing implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        TreeSet<EniId> gone =
                new TreeSet<>(checkContext.auditBaseline().traits().keySet());
        checkContext.group().enis().stream().map(Eni::id).forEach(gone::remove);
        return gone.stream()
                .map(eni -> new Finding(
                        "eni-missing",
                        Severity.WARNING,
                        eni.value(),
                        "the ENI belonged to group " + checkContext.group().name()
                                + "; it is deleted, or its tag is removed",
                        "EC2 deleted it with its instance (DeleteOnTermination), or a person or a tool deleted it or changed its tag",
                        "tag it again, or accept the present state: invoke this function with"
                                + " {\"action\":\"accept\",\"group\":\""
                                + checkContext.group().name() + "\"}"))
                .toList();
    }
}
