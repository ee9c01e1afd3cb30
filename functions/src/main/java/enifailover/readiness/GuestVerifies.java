package enifailover.readiness;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import java.util.List;

/// The routing script's own `verify` on the active finds every address routed, where it was asked.
final class GuestVerifies implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        return ground
                .guest()
                .filter(said -> !said.verified())
                .map(said -> new Finding(
                        "routing",
                        Severity.WARNING,
                        ground.group().name().value(),
                        "the active's guest does not route for the ENIs: " + said.words(),
                        "rules or addresses were taken away in the guest, or never applied by this program",
                        "a drill there and back applies them; or run the document with the verb apply"))
                .stream()
                .toList();
    }
}
