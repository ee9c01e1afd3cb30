package enifailover.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import enifailover.drill.DrillRequest;
import enifailover.drill.OperatorCommands.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/// Invoked by a person: `plan`, `failover`, `failback`, `status`, `history`; `stop` and `resume` for all groups. By the
/// alias `read` it changes nothing.
public final class DrillFunction implements RequestStreamHandler {
    private final Wiring wiring;

    /// Invoked by Lambda.
    public DrillFunction() {
        this(Wiring.ofProcess());
    }

    DrillFunction(Wiring wiring) {
        this.wiring = wiring;
    }

    /// Reads one request and returns its report, or what is wrong with the request.
    ///
    /// @throws IOException when the response cannot be written
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] request = input.readNBytes(DrillRequest.MOST_BYTES + 1);
        Instant deadline = wiring.time().now().plusMillis(context.getRemainingTimeInMillis());
        Response response = PowertoolsLogging.withLogging(context, () -> {
            DrillRequest read = Access.of(context).of(DrillRequest.read(request));
            if (read instanceof DrillRequest.InvalidRequest) {
                Telemetry.count("DrillsRefused");
            }
            if (read instanceof DrillRequest.StopOrResume turned) {
                Telemetry.count(turned.stops() ? "StopsOfAllGroups" : "ResumesOfAllGroups");
            }
            Response answer = wiring.desk().answer(read, wiring.runId(context.getAwsRequestId()), deadline);
            answer.reports().forEach(report -> {
                Telemetry.tell(report);
                Telemetry.warn(wiring.drillLog().note(report));
            });
            return answer;
        });
        output.write(response.json().getBytes(StandardCharsets.UTF_8));
    }
}
