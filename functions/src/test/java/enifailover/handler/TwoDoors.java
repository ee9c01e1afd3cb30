package enifailover.handler;

import enifailover.region.Region;
import enifailover.region.door.RegionHttpClient;
import java.net.URI;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// One HTTP client for all of AWS: DynamoDB Local for the table, the simulated region for everything else.
final class TwoDoors implements SdkHttpClient {
    private final SdkHttpClient region;
    private final SdkHttpClient sockets = UrlConnectionHttpClient.create();
    private final URI dynamo;

    TwoDoors(Region region, URI dynamo) {
        this.region = new RegionHttpClient(region);
        this.dynamo = dynamo;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        boolean table = request.httpRequest()
                .firstMatchingHeader("X-Amz-Target")
                .filter(target -> target.startsWith("DynamoDB_"))
                .isPresent();
        if (!table) {
            return region.prepareRequest(request);
        }
        SdkHttpFullRequest there = ((SdkHttpFullRequest) request.httpRequest())
                .toBuilder()
                        .protocol("http")
                        .host(dynamo.getHost())
                        .port(dynamo.getPort())
                        .build();
        return sockets.prepareRequest(HttpExecuteRequest.builder()
                .request(there)
                .contentStreamProvider(request.contentStreamProvider().orElse(null))
                .build());
    }

    @Override
    public void close() {
        sockets.close();
    }
}
