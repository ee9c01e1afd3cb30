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

/// The custom widget of the CloudWatch dashboard, invoked with the permissions of its viewer. Shows groups, holders and
/// last runs; changes nothing.
public final class DashboardFunction implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DashboardFunction.class);

    /// The most bytes that are read of a request.
    private static final int MOST_BYTES = 100_000;

    private final Wiring wiring;

    /// Invoked by Lambda.
    public DashboardFunction() {
        this(Wiring.ofProcess());
    }

    DashboardFunction(Wiring wiring) {
        this.wiring = wiring;
    }

    /// Returns one JSON string: Markdown for `describe`, otherwise HTML.
    ///
    /// @throws IOException when the response cannot be written
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
            // An exception would be shown as JSON; the viewer needs a readable message.
            LOG.error("The groups could not be read: {}", awsCallException.message());
            return DashboardHtml.problem("The groups could not be read: " + awsCallException.message(), request.dark());
        }
    }
}
