package enifailover.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import enifailover.port.AwsCallException;
import enifailover.readiness.ReadinessRequest;
import enifailover.readiness.check.Audit;
import enifailover.report.ReadinessAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/// Invoked by its schedule, by state changes of instances, by changes of tags, and by a person.
public final class ReadinessFunction implements RequestStreamHandler {
    /// The most bytes that are read of a request; an event of EC2 has about 2,000.
    private static final int MOST_BYTES = 300_000;

    private final AuditWiring wiring;

    /// Invoked by Lambda.
    public ReadinessFunction() {
        this(AuditWiring.ofProcess());
    }

    ReadinessFunction(AuditWiring wiring) {
        this.wiring = wiring;
    }

    /// Audits all groups if the request needs it, and returns the report.
    ///
    /// @throws IOException when the response cannot be written
    /// @throws EventNotProcessed when calls to AWS failed: Lambda then delivers the event again
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] request = input.readNBytes(MOST_BYTES);
        Instant deadline = wiring.time().now().plusMillis(context.getRemainingTimeInMillis());
        byte[] answer = PowertoolsLogging.withLogging(
                context, () -> answer(Access.of(context).of(ReadinessRequest.read(request)), deadline));
        output.write(answer);
    }

    private byte[] answer(ReadinessRequest request, Instant deadline) {
        if (request instanceof ReadinessRequest.InvalidRequest invalidRequest) {
            AuditTelemetry.refused(invalidRequest.message());
            return ReadinessAnswer.none(invalidRequest.message());
        }
        try {
            Optional<Audit> audit = wiring.audits().handle(request, deadline);
            audit.ifPresent(AuditTelemetry::tell);
            return audit.map(ReadinessAnswer::of)
                    .orElseGet(() -> ReadinessAnswer.none(
                            "no audit: the event concerns no group, or an audit begins within half a minute"));
        } catch (AwsCallException awsCallException) {
            throw new EventNotProcessed(List.of(awsCallException.message()));
        }
    }
}
