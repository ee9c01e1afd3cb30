package enifailover.readiness.standby;

import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.Member;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// EC2 can start a cold standby whose volumes are encrypted. With a customer managed key, the caller must be allowed to
/// grant EC2 the key; otherwise the instance stops again without an error (EBS user guide, "How Amazon EBS encryption
/// works"). The function cannot read who manages a key, so this is a note.
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
                        "the cold standby has volumes that are encrypted with " + String.join(", ", keys),
                        "with a customer managed key, EC2 starts the instance only if the caller may grant EC2 the key; the"
                                + " stack's roles may not",
                        "if the key is not the AWS managed key (aws/ebs), add it to the stack's parameter StandbyKeyArns,"
                                + " then drill"));
    }
}
