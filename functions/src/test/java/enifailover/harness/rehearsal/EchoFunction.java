package enifailover.harness.rehearsal;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/// A function that answers with its event and the names of its environment variables, or throws where the event says
/// so: tries the harness itself.
public final class EchoFunction implements RequestStreamHandler {

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        switch (event) {
            case "\"throw\"" -> throw new IllegalStateException("asked to");
            case "\"exit\"" -> Runtime.getRuntime().halt(3);
            default -> {}
        }
        IO.println("request " + context.getAwsRequestId());
        var answer = "{\"event\":%s,\"variables\":\"%s\",\"left\":%d,\"arn\":\"%s\"}"
                .formatted(
                        event,
                        String.join(" ", new TreeSet<>(System.getenv().keySet())),
                        context.getRemainingTimeInMillis(),
                        context.getInvokedFunctionArn());
        output.write(answer.getBytes(StandardCharsets.UTF_8));
    }
}
