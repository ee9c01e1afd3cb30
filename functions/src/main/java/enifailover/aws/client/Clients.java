package enifailover.aws.client;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The SDK's clients, each made when it is first asked for, on the JDK's own HTTP client.
///
/// Reads are retried a few times, quickly. Requests that change something are made **once**: the SDK would otherwise
/// repeat an attach whose answer was lost and report the second one's `InUse`; and a throttled request has to be heard
/// of by the one who paces all of them. There is no end point here: the SDK itself reads `AWS_ENDPOINT_URL`.
public final class Clients implements AutoCloseable {
    private static final Duration ATTEMPT = Duration.ofMillis(3500);
    private static final Duration READ = Duration.ofSeconds(8);
    /// EC2 can be seen without Systems Manager, so a look does not wait long for it.
    private static final Duration READ_OF_AGENTS = Duration.ofSeconds(3);

    private final Region region;
    private final SdkTimerPool sdkTimerPool = new SdkTimerPool();
    private final HttpClients httpClients;
    private final AwsCredentialsProvider credentials;
    private final boolean timed;
    private final Lazy<Ec2Client> ec2 = new Lazy<>(() -> made(Ec2Client.builder(), reader()));
    private final Lazy<Ec2Client> ec2Once = new Lazy<>(() -> made(Ec2Client.builder(), once()));
    private final Lazy<SsmClient> ssm = new Lazy<>(() -> made(SsmClient.builder(), patient(2, READ_OF_AGENTS)));
    private final Lazy<SsmClient> ssmOnce = new Lazy<>(() -> made(SsmClient.builder(), once()));
    private final Lazy<CloudWatchClient> cloudWatch =
            new Lazy<>(() -> made(CloudWatchClient.builder(), patient(3, READ)));
    private final Lazy<DynamoDbClient> dynamoDb =
            new Lazy<>(() -> madeOn(http().ofTable(), DynamoDbClient.builder(), patient(2, READ)));
    private final Lazy<EventBridgeClient> eventBridge =
            new Lazy<>(() -> made(EventBridgeClient.builder(), patient(2, READ)));
    /// Members can be assessed without it, so an observation does not wait long for it.
    private final Lazy<AutoScalingClient> autoScaling =
            new Lazy<>(() -> made(AutoScalingClient.builder(), patient(2, READ_OF_AGENTS)));
    private final Lazy<SnsClient> sns = new Lazy<>(() -> made(SnsClient.builder(), patient(2, READ)));

    /// As the functions use them.
    ///
    /// @param region such as `eu-west-1`
    public Clients(String region) {
        this(
                region,
                HttpClients.ofTheJdk(),
                DefaultCredentialsProvider.builder().build(),
                true);
    }

    /// With another way to AWS, for tests and for priming.
    public Clients(String region, SdkHttpClient http, AwsCredentialsProvider credentials) {
        this(region, HttpClients.of(http), credentials, true);
    }

    private Clients(String region, HttpClients httpClients, AwsCredentialsProvider credentials, boolean timed) {
        this.timed = timed;
        this.region = Region.of(region);
        this.httpClients = httpClients;
        this.credentials = credentials;
    }

    /// Without the SDK's own timers, for an HTTP client that keeps another clock than the SDK.
    public static Clients untimed(String region, SdkHttpClient http, AwsCredentialsProvider credentials) {
        return new Clients(region, HttpClients.of(http), credentials, false);
    }

    /// As the functions use them, with credentials of one's own.
    public static Clients usual(String region, AwsCredentialsProvider credentials) {
        return new Clients(region, HttpClients.ofTheJdk(), credentials, true);
    }

    private HttpClients http() {
        return httpClients;
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

    /// The group store's writes are conditional and may be repeated.
    public DynamoDbClient dynamoDb() {
        return dynamoDb.get();
    }

    public EventBridgeClient eventBridge() {
        return eventBridge.get();
    }

    public SnsClient sns() {
        return sns.get();
    }

    /// For the lifecycle states of instances in Auto Scaling groups.
    public AutoScalingClient autoScaling() {
        return autoScaling.get();
    }

    /// Makes all of them now, so that a snapshot holds them. Making one asks nobody for anything: it connects, and
    /// looks for credentials, with its first request.
    public void prepare() {
        sdkTimerPool.prepare();
        httpClients.trust().ifPresent(TlsTrust::prepare);
        List.of(ec2, ec2Once, ssm, ssmOnce, cloudWatch, dynamoDb, eventBridge, autoScaling, sns)
                .forEach(Lazy::get);
    }

    @Override
    public void close() {
        sdkTimerPool.close();
        httpClients.close();
    }

    private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C made(
            B builder, ClientOverrideConfiguration how) {
        return madeOn(httpClients.usual(), builder, how);
    }

    private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C madeOn(
            SdkHttpClient on, B builder, ClientOverrideConfiguration how) {
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(on)
                .overrideConfiguration(
                        timed
                                ? how.toBuilder()
                                        .scheduledExecutorService(sdkTimerPool.executor())
                                        .build()
                                : how.toBuilder()
                                        .apiCallTimeout(null)
                                        .apiCallAttemptTimeout(null)
                                        .build())
                .build();
    }

    /// EC2's describes. One that was refused for there being too many is heard of by the one who paces them, on the
    /// program's own clock: a thousand functions whose SDK asks again at once would only refuse each other.
    private static ClientOverrideConfiguration reader() {
        StandardRetryStrategy retries = StandardRetryStrategy.builder()
                .maxAttempts(3)
                .backoffStrategy(
                        BackoffStrategy.exponentialDelayHalfJitter(Duration.ofMillis(50), Duration.ofMillis(400)))
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                .retryOnException(Clients::passes)
                // Or the SDK adds its own conditions, throttling among them.
                .useClientDefaults(false)
                .build();
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(READ)
                .retryStrategy(retries)
                .build();
    }

    private static boolean passes(Throwable failure) {
        return switch (failure) {
            case AwsServiceException answer -> answer.statusCode() >= 500 && !answer.isThrottlingException();
            case SdkClientException silence -> true;
            default -> false;
        };
    }

    private static ClientOverrideConfiguration patient(int attempts, Duration altogether) {
        StandardRetryStrategy retries = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(attempts)
                .backoffStrategy(
                        BackoffStrategy.exponentialDelayHalfJitter(Duration.ofMillis(50), Duration.ofMillis(400)))
                .throttlingBackoffStrategy(
                        BackoffStrategy.exponentialDelayHalfJitter(Duration.ofMillis(200), Duration.ofSeconds(1)))
                .build();
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(altogether)
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
