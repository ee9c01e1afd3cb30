package enifailover.handler;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.door.RegionHttpClient;
import enifailover.testkit.region.dynamo.Redirected;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// One HTTP client for all of AWS: DynamoDB Local for the table, the simulated region for everything else.
final class TwoDoors implements SdkHttpClient {
    /// The functions' own time-out of a socket.
    private static final Duration SOCKET = Duration.ofSeconds(3);

    private final SdkHttpClient region;
    private final SdkHttpClient sockets = UrlConnectionHttpClient.create();
    private final URI dynamo;
    private final List<String> tableCalls = new CopyOnWriteArrayList<>();

    /// No request to the table is answered.
    volatile boolean tableAway;

    TwoDoors(Region region, URI dynamo) {
        this.region = new RegionHttpClient(region, SOCKET);
        this.dynamo = dynamo;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        Optional<String> action = request.httpRequest()
                .firstMatchingHeader("X-Amz-Target")
                .filter(target -> target.startsWith("DynamoDB_"))
                .map(target -> target.substring(target.indexOf('.') + 1));
        if (action.isEmpty()) {
            return region.prepareRequest(request);
        }
        tableCalls.add("dynamodb:" + action.get());
        if (tableAway) {
            return new Unreachable();
        }
        return sockets.prepareRequest(Redirected.to(request, dynamo));
    }

    /// Every request of the table so far, by its IAM name; it is forgotten by that.
    List<String> takeTableCalls() {
        List<String> taken = List.copyOf(tableCalls);
        tableCalls.clear();
        return taken;
    }

    /// A request whose connection is refused.
    private record Unreachable() implements ExecutableHttpRequest {
        @Override
        public HttpExecuteResponse call() throws IOException {
            throw new ConnectException("the table is away");
        }

        @Override
        public void abort() {}
    }

    @Override
    public void close() {
        sockets.close();
    }
}
