package enifailover.readiness.eni;

import enifailover.model.group.Finding;
import enifailover.readiness.check.BaselineDrift;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The security groups of each ENI are those that were accepted.
public final class SecurityGroups implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        return BaselineDrift.of(
                checkContext,
                "security-groups",
                "a person or a tool changed them; a failover does not restore them",
                "restore the security groups",
                (accepted, present) -> {
                    TreeSet<String> gone = new TreeSet<>(accepted.securityGroups());
                    gone.removeAll(present.securityGroups());
                    TreeSet<String> added = new TreeSet<>(present.securityGroups());
                    added.removeAll(accepted.securityGroups());
                    return gone.isEmpty() && added.isEmpty()
                            ? Optional.empty()
                            : Optional.of("its security groups have changed:" + part(" removed: ", gone)
                                    + part(" added: ", added));
                });
    }

    private static String part(String message, Set<String> groups) {
        return groups.isEmpty() ? "" : message + String.join(", ", groups);
    }
}
