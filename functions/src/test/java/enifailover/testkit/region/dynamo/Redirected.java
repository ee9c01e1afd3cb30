package enifailover.testkit.region.dynamo;

import java.net.URI;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpFullRequest;

/// Sends a request for AWS's DynamoDB to another place.
public final class Redirected {
    private Redirected() {}

    /// @param request as the SDK has made it
    /// @param there by HTTP, such as [LocalDynamo#endpoint]
    public static HttpExecuteRequest to(HttpExecuteRequest request, URI there) {
        return HttpExecuteRequest.builder()
                .request(((SdkHttpFullRequest) request.httpRequest())
                        .toBuilder()
                                .protocol("http")
                                .host(there.getHost())
                                .port(there.getPort())
                                .build())
                .contentStreamProvider(request.contentStreamProvider().orElse(null))
                .build();
    }
}
