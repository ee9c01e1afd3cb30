package enifailover.readiness.standby;

import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;

/// The group has a standby.
public final class HasStandby implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        String group = checkContext.group().name().value();
        int members = checkContext.group().members().size();
        if (members == 0) {
            return List.of(new Finding(
                    "no-member",
                    Severity.BLOCKER,
                    group,
                    "no instance has the group's tag",
                    "the tag of the instances has another value, or new instances have no tag",
                    "tag the group's instances with the group's name"));
        }
        if (checkContext.standbys().isEmpty()) {
            return List.of(new Finding(
                    "one-member",
                    Severity.BLOCKER,
                    group,
                    "the only member is "
                            + checkContext.group().members().getFirst().id() + ", which holds the ENIs",
                    "there is no standby",
                    "tag a second instance in the same Availability Zone with the group's name"));
        }
        return List.of();
    }
}
