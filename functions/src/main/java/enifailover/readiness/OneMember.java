package enifailover.readiness;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import java.util.List;

/// There is somebody to move to.
final class OneMember implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        String group = ground.group().name().value();
        int members = ground.group().members().size();
        if (members == 0) {
            return List.of(new Finding(
                    "no-member",
                    Severity.BLOCKER,
                    group,
                    "ENIs carry the group's tag, and no instance does",
                    "the tag's value on the instances is another, or they were replaced without it",
                    "tag the instances that may hold them with the group's name"));
        }
        if (ground.standbys().isEmpty()) {
            return List.of(new Finding(
                    "one-member",
                    Severity.BLOCKER,
                    group,
                    "its only member is " + ground.group().members().getFirst().id() + ", which holds the ENIs",
                    "there is no standby",
                    "tag a second instance of the same zone with the group's name"));
        }
        return List.of();
    }
}
