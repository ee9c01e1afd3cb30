package enifailover.readiness.standby;

import enifailover.model.ScheduledEvent;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.Member;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;

/// EC2 has scheduled no event for any member.
public final class ScheduledEvents implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        for (Member member : checkContext.group().members()) {
            boolean active = checkContext.group().holders().contains(member.id());
            member.instance().scheduled().stream()
                    .filter(ScheduledEvent::open)
                    .forEach(
                            event -> findings.add(
                                    new Finding(
                                            "scheduled-event",
                                            Severity.WARNING,
                                            member.id().value(),
                                            "EC2 has scheduled " + event.code() + " for the "
                                                    + (active ? "active" : "standby")
                                                    + event.notBefore()
                                                            .map(at -> ", not before " + at)
                                                            .orElse(""),
                                            event.description(),
                                            active
                                                    ? "nothing: the sweep moves the ENIs before the event begins; or drill at a time that suits you"
                                                    : "stop and start the standby at a time that suits you: EC2 starts it on another host")));
        }
        return findings;
    }
}
