package enifailover.testkit.region;

import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.RegionTime;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;

/// Scenes that many tests begin with.
public final class Scenes {
    /// The instance that holds the ENI.
    public static final String ACTIVE = "i-0aaaaaaaaaaaaaaaa";
    /// Its standby in the same zone.
    public static final String STANDBY = "i-0bbbbbbbbbbbbbbbb";
    /// An instance in another zone.
    public static final String ELSEWHERE = "i-0cccccccccccccccc";
    /// The ENI that moves, at index 1 of the active.
    public static final String ENI = "eni-0aaaaaaaaaaaaaaaa";
    /// The ENI's MAC address.
    public static final String MAC = "02:00:00:00:aa:aa";
    /// The routing document.
    public static final String DOCUMENT = "eni-failover-routing";

    private Scenes() {}

    /// An active and a standby in one zone, a third instance in another, and one ENI.
    public static RegionBuilder pair(RegionTime time) {
        return enifailover.testkit.region.Region.builder(time)
                .subnet("subnet-00000000000000001", "eu-west-1a", "10.0.1.0/24")
                .subnet("subnet-00000000000000002", "eu-west-1b", "10.0.2.0/24")
                .instance(ACTIVE, one -> one.tag("eni-failover:group", "web"))
                .instance(STANDBY, one -> one.tag("eni-failover:group", "web"))
                .instance(ELSEWHERE, one -> one.subnet("subnet-00000000000000002"))
                .eni(ENI, eni -> eni.mac(MAC)
                        .address("10.0.1.50", "198.51.100.7")
                        .tag("eni-failover:group", "web")
                        .on(ACTIVE, 1))
                .document(Document.unchecked(DOCUMENT));
    }

    /// The same where nothing takes any time.
    public static enifailover.testkit.region.Region quick(RegionTime time) {
        return pair(time).latencies(Latencies.NONE).build();
    }

    /// A client of the SDK through a door, which tries once.
    public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
            B builder, SdkHttpClient http, URI endpoint) {
        return builder.httpClient(http)
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("testcaller", "secret")))
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /// Any endpoint, for the door that has no socket.
    public static final URI NOWHERE = URI.create("http://region.invalid");
}
