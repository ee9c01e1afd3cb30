package enifailover.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import enifailover.flow.DrillRequest;
import enifailover.report.Answer;
import enifailover.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/// Called by a person: `plan` and `failover`.
public final class DrillFunction implements RequestStreamHandler {
    /// A request is one line; more is a mistake, and is not read to its end.
    private static final int MOST_BYTES = 10_000;

    private final Wiring wiring;

    /// Called by Lambda.
    public DrillFunction() {
        this(Wiring.ofProcess());
    }

    DrillFunction(Wiring wiring) {
        this.wiring = wiring;
    }

    /// Reads one request and answers with its report, or with what is wrong and the right form.
    ///
    /// @throws IOException when the answer cannot be written
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] request = input.readNBytes(MOST_BYTES);
        Instant deadline = wiring.time().now().plusMillis(context.getRemainingTimeInMillis());
        byte[] answer = PowertoolsLogging.withLogging(context, () -> switch (DrillRequest.read(request)) {
            case DrillRequest.Wrong wrong -> {
                Telemetry.count("DrillsRefused");
                yield Answer.refused(wrong.words());
            }
            case DrillRequest.Drill drill -> {
                Report report = wiring.drills().run(drill, context.getAwsRequestId(), deadline);
                Telemetry.tell(report);
                Telemetry.warn(wiring.drillLog().note(report));
                yield Answer.of(List.of(report), List.of(), List.of());
            }
        });
        output.write(answer);
    }
}
