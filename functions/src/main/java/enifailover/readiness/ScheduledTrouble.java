package enifailover.readiness;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.group.Member;
import enifailover.group.ScheduledEvent;
import java.util.ArrayList;
import java.util.List;

/// EC2 has nothing scheduled for any member.
final class ScheduledTrouble implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        List<Finding> findings = new ArrayList<>();
        for (Member member : ground.group().members()) {
            boolean active = ground.group().holders().contains(member.id());
            member.instance().scheduled().stream()
                    .filter(ScheduledEvent::open)
                    .forEach(event -> findings.add(new Finding(
                            "scheduled-event",
                            Severity.WARNING,
                            member.id().value(),
                            "EC2 has scheduled " + event.code() + " for the " + (active ? "active" : "standby")
                                    + event.notBefore()
                                            .map(at -> ", not before " + at)
                                            .orElse(""),
                            event.description(),
                            active
                                    ? "the sweep moves the ENIs before it begins; or drill at an hour of your choice"
                                    : "stop and start the standby at an hour of your choice: it gets another host")));
        }
        return findings;
    }
}
