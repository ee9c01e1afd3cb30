package enifailover.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The SDK's clients as the SDK makes them when nobody says anything: `Ec2Client.create()`. The start benchmark
/// compiles this and puts it on the class path before the program's own class of this name. With `START_HTTP` in
/// the environment it is the program's way with another HTTP client: one for all, region and credentials given.
public final class Clients implements AutoCloseable {
    private final Lazy<Ec2Client> ec2 = new Lazy<>(() -> made(Ec2Client.builder()));
    private final Lazy<SsmClient> ssm = new Lazy<>(() -> made(SsmClient.builder()));
    private final Lazy<CloudWatchClient> cloudWatch = new Lazy<>(() -> made(CloudWatchClient.builder()));
    private final Lazy<DynamoDbClient> dynamoDb = new Lazy<>(() -> made(DynamoDbClient.builder()));
    private final Lazy<EventBridgeClient> eventBridge = new Lazy<>(() -> made(EventBridgeClient.builder()));
    private final Lazy<SnsClient> sns = new Lazy<>(() -> made(SnsClient.builder()));
    private final String region;
    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;

    public Clients(String region) {
        this(region, named(System.getenv("START_HTTP")), null);
    }

    public Clients(String region, SdkHttpClient http, AwsCredentialsProvider credentials) {
        this.region = region;
        this.http = http;
        this.credentials = credentials == null && http != null
                ? DefaultCredentialsProvider.builder().build()
                : credentials;
    }

    private static SdkHttpClient named(String type) {
        try {
            return type == null || type.isEmpty()
                    ? null
                    : (SdkHttpClient) Class.forName(type).getMethod("create").invoke(null);
        } catch (ReflectiveOperationException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C made(B builder) {
        if (http != null) {
            builder.region(Region.of(region)).httpClient(http).credentialsProvider(credentials);
        }
        return builder.build();
    }

    public Ec2Client ec2() {
        return ec2.get();
    }

    public Ec2Client ec2Once() {
        return ec2.get();
    }

    public SsmClient ssm() {
        return ssm.get();
    }

    public SsmClient ssmOnce() {
        return ssm.get();
    }

    public CloudWatchClient cloudWatch() {
        return cloudWatch.get();
    }

    public DynamoDbClient dynamoDb() {
        return dynamoDb.get();
    }

    public EventBridgeClient eventBridge() {
        return eventBridge.get();
    }

    public SnsClient sns() {
        return sns.get();
    }

    public void prepare() {}

    @Override
    public void close() {}

    private static final class Lazy<T> {
        private final Supplier<T> maker;
        private T made;

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        synchronized T get() {
            if (made == null) {
                made = maker.get();
            }
            return made;
        }
    }
}
