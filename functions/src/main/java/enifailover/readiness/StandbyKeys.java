package enifailover.readiness;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.group.Member;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// EC2 could start a cold standby whose volumes are encrypted. Under a customer's key it starts for a caller who may
/// grant it the key, and tells so only by stopping again (EBS user guide, "How Amazon EBS encryption works"). Whether
/// a key is a customer's or AWS's own cannot be seen without the right to look at the key, so this is a note.
final class StandbyKeys implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        if (ground.standards().grantsKeys() || !ground.group().policy().startsColdStandby()) {
            return List.of();
        }
        return ground.standbys().stream()
                .flatMap(standby -> keys(ground, standby).stream())
                .toList();
    }

    private static Optional<Finding> keys(Ground ground, Member standby) {
        Set<String> keys = ground.survey()
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
