package enifailover.testkit.region.door;

import enifailover.testkit.region.wire.WireRequest;
import enifailover.testkit.region.wire.WireResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// Passes DynamoDB's requests on to DynamoDB Local.
public final class DynamoForward {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI target;

    /// @param target where it listens
    public DynamoForward(URI target) {
        this.target = target;
    }

    /// Its answer to a request.
    public WireResponse answer(WireRequest request) throws IOException {
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(target.resolve(request.path()))
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofByteArray(request.body()));
        for (String name : new String[] {"Authorization", "X-Amz-Target", "X-Amz-Date", "Content-Type"}) {
            if (!request.header(name).isEmpty()) {
                forwarded.header(name, request.header(name));
            }
        }
        try {
            HttpResponse<byte[]> response = client.send(forwarded.build(), BodyHandlers.ofByteArray());
            String type = response.headers().firstValue("Content-Type").orElse("application/x-amz-json-1.0");
            return new WireResponse(response.statusCode(), Map.of("Content-Type", type), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
