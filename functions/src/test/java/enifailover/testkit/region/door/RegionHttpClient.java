package enifailover.testkit.region.door;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.Unanswered;
import enifailover.testkit.region.wire.Wire;
import enifailover.testkit.region.wire.WireRequest;
import enifailover.testkit.region.wire.WireResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/// The door for the SDK inside this JVM: its marshalling, signing and retries, and no socket. It waits on the region's
/// clock, in the calling thread.
public final class RegionHttpClient implements SdkHttpClient {
    private final Wire wire;
    private final Duration readTimeout;

    /// @param region who answers
    public RegionHttpClient(Region region) {
        this(region, Duration.ofSeconds(30));
    }

    /// @param region who answers
    /// @param readTimeout how long the client waits for an answer, on the region's clock
    public RegionHttpClient(Region region, Duration readTimeout) {
        this.wire = new Wire(region);
        this.readTimeout = readTimeout;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Exchange(request);
    }

    @Override
    public void close() {}

    @Override
    public String clientName() {
        return "SimulatedRegion";
    }

    private final class Exchange implements ExecutableHttpRequest {
        private final HttpExecuteRequest request;
        private volatile boolean aborted;

        Exchange(HttpExecuteRequest request) {
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            if (aborted) {
                throw new InterruptedIOException("aborted");
            }
            try {
                return translate(wire.answer(translate(request), readTimeout));
            } catch (Unanswered silence) {
                throw switch (silence.kind()) {
                    case RESET -> new SocketException("Connection reset");
                    case TIMEOUT -> new SocketTimeoutException("Read timed out");
                };
            } catch (enifailover.testkit.region.time.LoopbackTime.Interrupted e) {
                InterruptedIOException interrupted = new InterruptedIOException("aborted");
                interrupted.initCause(e);
                throw interrupted;
            }
        }

        @Override
        public void abort() {
            aborted = true;
        }
    }

    private static WireRequest translate(HttpExecuteRequest request) throws IOException {
        SdkHttpRequest http = request.httpRequest();
        Map<String, String> headers = new LinkedHashMap<>();
        http.forEachHeader((name, values) -> headers.put(name, values.getFirst()));
        byte[] body = {};
        ContentStreamProvider content = request.contentStreamProvider().orElse(null);
        if (content != null) {
            try (InputStream stream = content.newStream()) {
                body = stream.readAllBytes();
            }
        }
        return WireRequest.of(http.encodedPath(), headers, body);
    }

    private static HttpExecuteResponse translate(WireResponse response) {
        SdkHttpFullResponse.Builder http = SdkHttpFullResponse.builder().statusCode(response.status());
        response.headers().forEach(http::putHeader);
        http.putHeader("Content-Length", Integer.toString(response.body().length));
        return HttpExecuteResponse.builder()
                .response(http.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(response.body())))
                .build();
    }
}
