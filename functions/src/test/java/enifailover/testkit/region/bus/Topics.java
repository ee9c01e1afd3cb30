package enifailover.testkit.region.bus;

import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.call.Gate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// SNS.
public final class Topics {

    /// What was published.
    public record Message(Instant at, String topicArn, String subject, String text) {}

    private final Gate gate;
    private final List<Message> messages = new ArrayList<>();

    /// @param gate whose lock and clock it lives by
    public Topics(Gate gate) {
        this.gate = gate;
    }

    /// Publish.
    ///
    /// @return the message's id
    public String publish(Caller caller, String topicArn, String subject, String text) {
        return gate.write(caller, "sns", "Publish", topicArn + " " + subject, () -> {
            messages.add(new Message(gate.agenda().now(), topicArn, subject, text));
            return "00000000-0000-4000-9000-%012x".formatted(messages.size());
        });
    }

    /// What was published so far.
    public List<Message> messages() {
        return gate.underLock(() -> List.copyOf(messages));
    }
}
