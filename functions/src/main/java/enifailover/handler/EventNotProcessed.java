package enifailover.handler;

import java.util.List;

/// AWS could not be asked what an event needs to know. Thrown on purpose: Lambda delivers the event twice more, and
/// then
/// hands it to the failure destination, which has an alarm.
public final class EventNotProcessed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EventNotProcessed(List<String> failures) {
        super("not looked after: " + String.join("; ", failures));
    }
}
