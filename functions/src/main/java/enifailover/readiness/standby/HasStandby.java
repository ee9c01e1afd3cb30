package enifailover.readiness.standby;

import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;

/// There is somebody to move to.
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
                    "ENIs carry the group's tag, and no instance does",
                    "the tag's value on the instances is another, or they were replaced without it",
                    "tag the instances that may hold them with the group's name"));
        }
        if (checkContext.standbys().isEmpty()) {
            return List.of(new Finding(
                    "one-member",
                    Severity.BLOCKER,
                    group,
                    "its only member is "
                            + checkContext.group().members().getFirst().id() + ", which holds the ENIs",
                    "there is no standby",
                    "tag a second instance of the same zone with the group's name"));
        }
        return List.of();
    }
}
