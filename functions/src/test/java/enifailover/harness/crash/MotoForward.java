package enifailover.harness.crash;

import enifailover.testkit.region.wire.WireRequest;
import enifailover.testkit.region.wire.WireResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Passes requests on to moto, into one account.
final class MotoForward {
    /// How moto is told whose request it is.
    static final String ACCOUNT = "x-moto-account-id";

    /// The JDK's client sets them itself.
    private static final Set<String> OWN = Set.of("host", "content-length", "connection", "expect", "upgrade");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI moto;
    private final String account;

    MotoForward(URI moto, String account) {
        this.moto = moto;
        this.account = account;
    }

    WireResponse answer(WireRequest request) throws IOException {
        var forwarded = HttpRequest.newBuilder(moto.resolve(request.path()))
                .timeout(Duration.ofSeconds(60))
                .header(ACCOUNT, account)
                .POST(BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, value) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                forwarded.header(name, value);
            }
        });
        try {
            var response = client.send(forwarded.build(), BodyHandlers.ofByteArray());
            var type = response.headers().firstValue("Content-Type").orElse("text/xml");
            return new WireResponse(response.statusCode(), Map.of("Content-Type", type), response.body());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException(stopping);
        }
    }
}
