package enifailover.aws;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The SDK's clients, each made when it is first asked for, all on one HTTP client.
///
/// Reads are retried a few times, quickly. Requests that change something are made **once**: the SDK would otherwise
/// repeat an attach whose answer was lost and report the second one's `InUse`; and a throttled request has to be heard
/// of by the one who paces all of them. There is no end point here: the SDK itself reads `AWS_ENDPOINT_URL`.
public final class Clients implements AutoCloseable {
    /// The SDK's own defaults are 2 s and 30 s: too long for a function that others wait for.
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private static final Duration SOCKET = Duration.ofSeconds(3);
    private static final Duration ATTEMPT = Duration.ofMillis(3500);
    private static final Duration READ = Duration.ofSeconds(8);
    private static final int READ_ATTEMPTS = 3;
    private static final int TABLE_ATTEMPTS = 2;

    private final Region region;
    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final Lazy<Ec2Client> ec2 = new Lazy<>(() -> made(Ec2Client.builder(), patient(READ_ATTEMPTS)));
    private final Lazy<Ec2Client> ec2Once = new Lazy<>(() -> made(Ec2Client.builder(), once()));
    private final Lazy<SsmClient> ssm = new Lazy<>(() -> made(SsmClient.builder(), patient(TABLE_ATTEMPTS)));
    private final Lazy<SsmClient> ssmOnce = new Lazy<>(() -> made(SsmClient.builder(), once()));
    private final Lazy<CloudWatchClient> cloudWatch =
            new Lazy<>(() -> made(CloudWatchClient.builder(), patient(READ_ATTEMPTS)));
    private final Lazy<DynamoDbClient> dynamoDb =
            new Lazy<>(() -> made(DynamoDbClient.builder(), patient(TABLE_ATTEMPTS)));
    private final Lazy<EventBridgeClient> eventBridge =
            new Lazy<>(() -> made(EventBridgeClient.builder(), patient(TABLE_ATTEMPTS)));
    private final Lazy<SnsClient> sns = new Lazy<>(() -> made(SnsClient.builder(), patient(TABLE_ATTEMPTS)));

    /// As the functions use them.
    ///
    /// @param region such as `eu-west-1`
    public Clients(String region) {
        this(region, usualHttp(), DefaultCredentialsProvider.builder().build());
    }

    /// With another way to AWS, for tests and for priming.
    public Clients(String region, SdkHttpClient http, AwsCredentialsProvider credentials) {
        this.region = Region.of(region);
        this.http = http;
        this.credentials = credentials;
    }

    /// The HTTP client that the functions use: the JDK's own, which starts fastest.
    public static SdkHttpClient usualHttp() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(SOCKET)
                .build();
    }

    /// For describes.
    public Ec2Client ec2() {
        return ec2.get();
    }

    /// For requests that change something: never repeated.
    public Ec2Client ec2Once() {
        return ec2Once.get();
    }

    /// For looking up agents and results of commands.
    public SsmClient ssm() {
        return ssm.get();
    }

    /// For sending commands: never repeated.
    public SsmClient ssmOnce() {
        return ssmOnce.get();
    }

    public CloudWatchClient cloudWatch() {
        return cloudWatch.get();
    }

    /// The ledger's writes are conditional and may be repeated.
    public DynamoDbClient dynamoDb() {
        return dynamoDb.get();
    }

    public EventBridgeClient eventBridge() {
        return eventBridge.get();
    }

    public SnsClient sns() {
        return sns.get();
    }

    @Override
    public void close() {
        http.close();
    }

    private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C made(
            B builder, ClientOverrideConfiguration how) {
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(how)
                .build();
    }

    private static ClientOverrideConfiguration patient(int attempts) {
        StandardRetryStrategy retries = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(attempts)
                .backoffStrategy(
                        BackoffStrategy.exponentialDelayHalfJitter(Duration.ofMillis(50), Duration.ofMillis(400)))
                .throttlingBackoffStrategy(
                        BackoffStrategy.exponentialDelayHalfJitter(Duration.ofMillis(200), Duration.ofSeconds(1)))
                .build();
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(READ)
                .retryStrategy(retries)
                .build();
    }

    private static ClientOverrideConfiguration once() {
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(ATTEMPT)
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .build();
    }

    /// Made once, when first asked for, whichever thread asks.
    private static final class Lazy<T> {
        private final Supplier<T> maker;
        private @Nullable T made;

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        synchronized T get() {
            T present = made;
            if (present == null) {
                present = maker.get();
                made = present;
            }
            return present;
        }
    }
}
