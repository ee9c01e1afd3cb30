package enifailover.handler;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.assess.AutomaticLimit;
import enifailover.aws.client.Clients;
import enifailover.aws.client.Stack;
import enifailover.aws.client.StackResourceNames;
import enifailover.aws.cloudwatch.CloudWatchAlarmWriter;
import enifailover.aws.dynamodb.DynamoReservationStore;
import enifailover.port.ReservationStore;
import enifailover.readiness.check.AutoRecoveryPolicy;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.dynamo.LocalDynamo;
import enifailover.testkit.region.time.VirtualTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Runs the functions as Lambda does, in this JVM and in virtual time.
final class FunctionLab {
    private static final AtomicInteger TABLES = new AtomicInteger();
    final FailoverFunction failover;
    final DrillFunction drill;
    final DashboardFunction dashboard;
    final ReadinessFunction readiness;
    final String table;
    final TwoDoors doors;
    final ReservationStore reservationStore;
    private final Supplier<FailoverFunction> anew;

    FunctionLab(Region region, LocalDynamo dynamo, VirtualTime time, boolean reportOnly) {
        this(region, dynamo, time, reportOnly, "eni-failover:", false);
    }

    /// One of several deployments in a Region, told apart by the prefix of their tags.
    FunctionLab(Region region, LocalDynamo dynamo, VirtualTime time, boolean reportOnly, String tagPrefix) {
        this(region, dynamo, time, reportOnly, tagPrefix, false);
    }

    FunctionLab(
            Region region,
            LocalDynamo dynamo,
            VirtualTime time,
            boolean reportOnly,
            String tagPrefix,
            boolean stagesRouting) {
        this.table = "groups-" + TABLES.incrementAndGet();
        this.doors = new TwoDoors(region, dynamo.endpoint());
        dynamo.makeTable(table);
        Clients clients = new Clients(
                "eu-west-1",
                doors,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDFUNCTION", "secret")));
        Environment environment = new Environment(
                "eu-west-1",
                table,
                "eni-failover-routing",
                tagPrefix,
                "default",
                Optional.empty(),
                reportOnly,
                Duration.ofHours(1),
                new AutomaticLimit.ByDefault(),
                Duration.ofDays(90),
                Priming.Rounds.USUAL);
        this.reservationStore = new DynamoReservationStore(clients, table, time);
        AtomicInteger invocations = new AtomicInteger();
        Supplier<String> suffixes = () -> String.valueOf(invocations.incrementAndGet());
        this.anew = () -> new FailoverFunction(new Wiring(environment, clients, time, suffixes));
        Wiring wiring = new Wiring(environment, clients, time, suffixes);
        this.failover = new FailoverFunction(wiring);
        this.drill = new DrillFunction(wiring);
        this.dashboard = new DashboardFunction(wiring);
        AuditEnvironment audit = new AuditEnvironment(
                Stack.of("arn:aws:cloudformation:eu-west-1:111122223333:stack/a-stack/0a1b2c3d"),
                new StackResourceNames(Map.of("Sweep", "a-stack-Sweep-1A"), "a-stack-DeadLetterAlarm-1A"),
                Duration.ofDays(90),
                CloudWatchAlarmWriter.USUAL_PER_SECOND,
                false,
                stagesRouting,
                !stagesRouting,
                false,
                Set.of(),
                AutoRecoveryPolicy.LEFT);
        this.readiness = new ReadinessFunction(new AuditWiring(environment, audit, clients, time));
    }

    /// As another process, which remembers nothing but what the table does.
    FailoverFunction startedAnew() {
        return anew.get();
    }

    static JsonNode call(RequestStreamHandler function, String event) {
        return call(function, event.getBytes(StandardCharsets.UTF_8));
    }

    static JsonNode call(RequestStreamHandler function, byte[] event) {
        return call(function, event, new LambdaContext());
    }

    /// As the caller of an alias.
    static JsonNode callBy(String alias, RequestStreamHandler function, String event) {
        return call(function, event.getBytes(StandardCharsets.UTF_8), new LambdaContext(alias));
    }

    /// @param context with the request id that Lambda gives
    static JsonNode call(RequestStreamHandler function, byte[] event, LambdaContext context) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            function.handleRequest(new ByteArrayInputStream(event), answer, context);
            return new JsonMapper().readTree(answer.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String stopped(String instance) {
        return """
                {"version":"0","id":"7bf73129-1428-4cd3-a780-95db273d1602",
                 "detail-type":"EC2 Instance State-change Notification","source":"aws.ec2","account":"111122223333",
                 "time":"2026-11-23T12:00:00Z","region":"eu-west-1",
                 "resources":["arn:aws:ec2:eu-west-1:111122223333:instance/%1$s"],
                 "detail":{"instance-id":"%1$s","state":"stopped"}}""".formatted(instance);
    }
}
