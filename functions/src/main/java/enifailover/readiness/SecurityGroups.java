package enifailover.readiness;

import enifailover.group.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The security groups of each ENI are those that were accepted.
final class SecurityGroups implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        return TraitsAsAccepted.of(
                ground,
                "security-groups",
                "somebody changed them; they travel with the ENI, so a move would not mend it",
                "put them back",
                (accepted, present) -> {
                    TreeSet<String> gone = new TreeSet<>(accepted.securityGroups());
                    gone.removeAll(present.securityGroups());
                    TreeSet<String> added = new TreeSet<>(present.securityGroups());
                    added.removeAll(accepted.securityGroups());
                    return gone.isEmpty() && added.isEmpty()
                            ? Optional.empty()
                            : Optional.of("its security groups have changed:" + part(" without ", gone)
                                    + part(" now with ", added));
                });
    }

    private static String part(String words, Set<String> groups) {
        return groups.isEmpty() ? "" : words + String.join(", ", groups);
    }
}
