package enifailover.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import enifailover.dispatch.EventDispatcher.Dispatched;
import enifailover.event.EventParser;
import enifailover.event.Signal;
import enifailover.report.FunctionResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/// Invoked by EventBridge, by an alarm action, and by the schedule of the sweep.
public final class FailoverFunction implements RequestStreamHandler {
    private final Wiring wiring;

    /// Kept because the runtime client has only a weak reference to it.
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private @Nullable Priming priming;

    /// Invoked by Lambda.
    public FailoverFunction() {
        this(Wiring.ofProcess());
        keepHook();
    }

    FailoverFunction(Wiring wiring) {
        this.wiring = wiring;
    }

    void keepHook() {
        priming = wiring.primed();
    }

    /// Reads one event, runs the failover of every group that it concerns, and returns the reports.
    ///
    /// @throws IOException when the response cannot be written
    /// @throws EventNotProcessed when calls to AWS failed: Lambda then delivers the event again
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] event = input.readNBytes(EventParser.LARGEST + 1);
        Instant now = wiring.time().now();
        Instant deadline = now.plusMillis(context.getRemainingTimeInMillis());
        List<Signal> signals = EventParser.believed(wiring.signals().read(event), now);
        Dispatched all = PowertoolsLogging.withLogging(context, () -> {
            String runId = wiring.runId(context.getAwsRequestId());
            Dispatched done = wiring.dispatch().handle(signals, runId, deadline);
            Telemetry.tell(done);
            done.sweeps().forEach(swept -> Telemetry.warn(wiring.rights().after(swept)));
            return done;
        });
        output.write(FunctionResponse.of(all.reports(), all.dropped(), all.failures()));
        if (!all.failures().isEmpty()) {
            throw new EventNotProcessed(all.failures());
        }
    }
}
