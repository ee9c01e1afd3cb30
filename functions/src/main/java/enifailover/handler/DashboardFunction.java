package enifailover.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.port.AwsCallException;
import enifailover.report.DashboardHtml;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/// Called by a CloudWatch dashboard, with the rights of the person who looks at it, for its custom widget. Shows
/// groups, holders and last runs, and changes nothing.
public final class DashboardFunction implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DashboardFunction.class);

    /// A request is some lines; more is a mistake, and is not read to its end.
    private static final int MOST_BYTES = 100_000;

    private final Wiring wiring;

    /// Called by Lambda.
    public DashboardFunction() {
        this(Wiring.ofProcess());
    }

    DashboardFunction(Wiring wiring) {
        this.wiring = wiring;
    }

    /// Answers with one JSON string: Markdown when asked to describe itself, else HTML.
    ///
    /// @throws IOException when the answer cannot be written
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        WidgetRequest request = WidgetRequest.read(input.readNBytes(MOST_BYTES));
        String answer = PowertoolsLogging.withLogging(context, () -> answer(request));
        output.write(new JsonMapper().writeValueAsBytes(answer));
    }

    private String answer(WidgetRequest request) {
        if (request.describe()) {
            return WidgetRequest.DOCUMENTATION;
        }
        if (request.mistake().isPresent()) {
            return DashboardHtml.problem(request.mistake().get(), request.dark());
        }
        try {
            return DashboardHtml.of(wiring.boards().show(request.groups()), request.dark());
        } catch (AwsCallException awsCallException) {
            // Whoever looks is the one to be told; the dashboard would show a thrown error as a bare JSON text.
            LOG.error("The groups could not be looked at: {}", awsCallException.message());
            return DashboardHtml.problem(
                    "The groups could not be looked at: " + awsCallException.message(), request.dark());
        }
    }
}
