package enifailover.handler;

import java.util.List;

/// An event could not be processed, because calls to AWS failed. Lambda delivers the event twice more, and then
/// sends it to the dead letter queue, which has an alarm.
public final class EventNotProcessed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EventNotProcessed(List<String> failures) {
        super("event not processed: " + String.join("; ", failures));
    }
}
