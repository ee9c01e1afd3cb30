package enifailover.testkit.region.ssm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A command sent to one instance. Guarded by the region's lock.
final class Invocation {
    private static final int MOST_OUTPUT = 24_000; // D

    /// What it is now. The details are SSM's `StatusDetails`.
    enum Status {
        PENDING("Pending", "Pending"),
        DELAYED("Delayed", "Delayed"),
        IN_PROGRESS("InProgress", "InProgress"),
        SUCCESS("Success", "Success"),
        FAILED("Failed", "Failed"),
        DELIVERY_TIMED_OUT("TimedOut", "DeliveryTimedOut"),
        EXECUTION_TIMED_OUT("TimedOut", "ExecutionTimedOut"),
        CANCELLING("Cancelling", "Cancelling"),
        CANCELLED("Cancelled", "Cancelled"),
        UNDELIVERABLE("Failed", "Undeliverable"); // I: the status beside these details

        final String word;
        final String details;

        Status(String word, String details) {
            this.word = word;
            this.details = details;
        }

        boolean terminal() {
            return this != PENDING && this != DELAYED && this != IN_PROGRESS && this != CANCELLING;
        }
    }

    final String commandId;
    final String instanceId;
    final Document document;
    final Map<String, List<String>> parameters;
    final Instant requested;
    final Duration deliverWithin;
    Status status = Status.PENDING;
    int responseCode = -1;
    String output = "";
    String error = "";

    Invocation(
            String commandId,
            String instanceId,
            Document document,
            Map<String, List<String>> parameters,
            Instant requested,
            Duration deliverWithin) {
        this.commandId = commandId;
        this.instanceId = instanceId;
        this.document = document;
        this.parameters = parameters;
        this.requested = requested;
        this.deliverWithin = deliverWithin;
    }

    /// D: what the agent has not begun until then, it does not begin any more.
    Instant beginsBefore() {
        return requested.plus(deliverWithin);
    }

    /// D: the time to deliver and the time to run together; what has not ended by then expires.
    Duration expiresAfter() {
        return deliverWithin.plus(document.executionTimeout());
    }

    void end(Status how) {
        if (!status.terminal()) {
            status = how;
        }
    }

    void end(Host.Answer answer) {
        if (status == Status.IN_PROGRESS || status == Status.CANCELLING) {
            status = answer.exitCode() == 0 ? Status.SUCCESS : Status.FAILED;
            responseCode = answer.exitCode();
            output = cut(answer.output());
            error = cut(answer.error());
        }
    }

    private static String cut(String text) {
        return text.length() <= MOST_OUTPUT ? text : text.substring(0, MOST_OUTPUT);
    }
}
