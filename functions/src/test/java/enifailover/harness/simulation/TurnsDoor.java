package enifailover.harness.simulation;

import enifailover.port.AdmissionQueue;
import enifailover.testkit.region.call.Attempt.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The queue of turns as one function sees it: by requests like any to the table.
///
/// @param sandbox the function
/// @param admissionQueue the one queue
record TurnsDoor(Sandbox sandbox, AdmissionQueue admissionQueue) implements AdmissionQueue {
    @Override
    public Optional<Instant> take(Duration length, Duration within) {
        sandbox.hadTurn = true;
        return sandbox.act("dynamodb:UpdateItem", "take a turn", () -> sandbox.region()
                .request(
                        sandbox.caller,
                        "dynamodb",
                        "UpdateItem",
                        Kind.WRITE,
                        "the turns",
                        () -> admissionQueue.take(length, within)));
    }
}
