package enifailover.readiness.standby;

import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.Member;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// EC2 could start a cold standby whose volumes are encrypted. Under a customer's key it starts for a caller who may
/// grant it the key, and tells so only by stopping again (EBS user guide, "How Amazon EBS encryption works"). Whether
/// a key is a customer's or AWS's own cannot be seen without the right to look at the key, so this is a note.
public final class StandbyKmsKeys implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        if (checkContext.thresholds().grantsKeys()
                || !checkContext.group().policy().startsColdStandby()) {
            return List.of();
        }
        return checkContext.standbys().stream()
                .flatMap(standby -> keys(checkContext, standby).stream())
                .toList();
    }

    private static Optional<Finding> keys(CheckContext checkContext, Member standby) {
        Set<String> keys = checkContext
                .auditSnapshot()
                .volumeKeys()
                .value()
                .map(all -> all.getOrDefault(standby.id(), Set.of()))
                .orElse(Set.of());
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        "standby-key",
                        Severity.NOTE,
                        standby.id().value(),
                        "the cold standby has volumes encrypted under " + String.join(", ", keys),
                        "under a customer's key EC2 starts it only for a caller who may grant EC2 the key, and the stack's"
                                + " roles may not",
                        "where the key is not AWS's own (aws/ebs), set the stack's parameter StandbyKeyArns to it, then"
                                + " drill"));
    }
}
