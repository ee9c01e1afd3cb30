package enifailover.handler;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.dynamo.LocalDynamo;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.VirtualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/// The functions in a simulated Region with any number of groups, and what an invocation of one takes: requests by
/// action, time, log lines, metrics. For figures of cost; everything is counted, nothing is reckoned.
public final class Metered {
    private static final int GROUPS_A_SUBNET = 100;

    /// Lambda's own START, END and REPORT lines of an invocation.
    private static final int PLATFORM_BYTES = 350;

    private static final Pattern METRIC = Pattern.compile("\\{\"Name\":\"([A-Za-z]+)\"");
    private static final Pattern GROUP = Pattern.compile("\"Group\":\"([^\"]+)\"");

    private final Region region;
    private final FunctionLab lab;
    private final LocalDynamo dynamo;

    /// What one invocation took.
    ///
    /// @param calls requests by action, such as `ec2:DescribeInstances`
    /// @param waited how long it waited for AWS, on the Region's clock
    /// @param computed what this machine computed meanwhile, the simulated Region and DynamoDB Local included: the
    ///     function's own part is less
    /// @param logBytes the log lines, metric lines and Lambda's own among them
    /// @param metrics the metrics it gave a value to, by name and group
    /// @param log the log lines
    /// @param answer what the function returned
    public record Invocation(
            Map<String, Long> calls,
            Duration waited,
            Duration computed,
            long logBytes,
            Set<String> metrics,
            List<String> log,
            JsonNode answer) {

        /// The function's log lines with these words, but for those of metrics.
        public List<String> lines(String message) {
            return log.stream()
                    .filter(line -> line.contains(message) && !line.contains("\"_aws\""))
                    // DynamoDB Local in the same process tells of every request, of no function.
                    .filter(line -> !line.contains("\"function_name\":null"))
                    .toList();
        }

        /// What the lines of metrics take of the log.
        public long metricBytes() {
            return log.stream()
                    .filter(line -> line.contains("\"_aws\""))
                    .mapToLong(line -> line.length() + 1)
                    .sum();
        }

        /// What Lambda would bill, at most.
        public Duration billed() {
            return waited.plus(computed);
        }
    }

    private Metered(Region region, FunctionLab lab, LocalDynamo dynamo) {
        this.region = region;
        this.lab = lab;
        this.dynamo = dynamo;
    }

    /// Plays a story in a Region with so many groups of two members and one ENI each, all well.
    public static <T> T with(int groups, LocalDynamo dynamo, Function<Metered, T> story) {
        AtomicReference<T> result = new AtomicReference<>();
        VirtualTime.run(1, time -> {
            RegionBuilder scene = Region.builder(time).document(Document.unchecked("eni-failover-routing"));
            for (int i = 0; i * GROUPS_A_SUBNET < groups; i++) {
                scene.subnet(subnet(i), "eu-west-1a", "10.%d.0.0/16".formatted(i));
            }
            for (int i = 0; i < groups; i++) {
                add(scene, i);
            }
            Region region = scene.build();
            FunctionLab lab = new FunctionLab(region, dynamo, time, false);
            result.set(story.apply(new Metered(region, lab, dynamo)));
        });
        return Objects.requireNonNull(result.get());
    }

    private static void add(RegionBuilder scene, int group) {
        String name = "group-" + group;
        int place = group / GROUPS_A_SUBNET;
        scene.instance(active(group), one -> one.subnet(subnet(place)).tag("eni-failover:group", name))
                .instance(standby(group), one -> one.subnet(subnet(place)).tag("eni-failover:group", name))
                .eni("eni-0%016x".formatted(group + 1), eni -> eni.subnet(subnet(place))
                        .address("10.%d.200.%d".formatted(place, 10 + group % GROUPS_A_SUBNET))
                        .tag("eni-failover:group", name)
                        .on(active(group), 1));
    }

    private static String subnet(int place) {
        return "subnet-%017x".formatted(place + 1);
    }

    /// The instance that holds a group's ENI at first.
    public static String active(int group) {
        return "i-0%015xa".formatted(group + 1);
    }

    private static String standby(int group) {
        return "i-0%015xb".formatted(group + 1);
    }

    /// The sweep's schedule.
    public Invocation sweep() {
        return invoke(lab.failover, "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}");
    }

    /// A person's, or the schedule's, audit of all groups.
    public Invocation audit() {
        return invoke(lab.readiness, "{\"action\":\"audit\"}");
    }

    /// Time passes.
    public void passes(Duration time) {
        region.time().sleep(time);
    }

    /// Stops a group's standby.
    public void stopStandby(int group) {
        region.strike(scenery -> scenery.stop(standby(group), true, "a person stopped it"));
    }

    /// How many alarms there are now.
    public long alarms() {
        return region.alarms().all().size();
    }

    /// Stops a group's active, and has the event of it handled.
    public Invocation failover(int group) {
        region.strike(scenery -> scenery.stop(active(group), true, "a person stopped it"));
        region.time().sleep(Duration.ofMinutes(1));
        return invoke(lab.failover, FunctionLab.stopped(active(group)));
    }

    /// The read units of the sweep's query, as DynamoDB itself counts them.
    public double readUnits() {
        try (DynamoDbClient client = dynamo.client()) {
            return client
                    .queryPaginator(request -> request.tableName(lab.table)
                            .consistentRead(true)
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                            .keyConditionExpression("#group = :all")
                            .expressionAttributeNames(Map.of("#group", "group"))
                            .expressionAttributeValues(Map.of(":all", AttributeValue.fromS("*"))))
                    .stream()
                    .mapToDouble(page -> page.consumedCapacity().capacityUnits())
                    .sum();
        }
    }

    private Invocation invoke(RequestStreamHandler function, String event) {
        region.forgetCalls();
        lab.doors.takeTableCalls();
        PrintStream usual = System.out;
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        System.setOut(new PrintStream(lines, true, StandardCharsets.UTF_8));
        var began = region.time().now();
        long clock = System.nanoTime();
        JsonNode answer;
        try {
            answer = FunctionLab.call(function, event);
        } finally {
            System.setOut(usual);
        }
        Duration computed = Duration.ofNanos(System.nanoTime() - clock);
        Duration waited = Duration.between(began, region.time().now());
        Map<String, Long> calls = new TreeMap<>();
        lab.doors.takeTableCalls().forEach(call -> calls.merge(call, 1L, Long::sum));
        region.calls().forEach(call -> calls.merge(call.permission(), 1L, Long::sum));
        Set<String> metrics = new TreeSet<>();
        lines.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("\"_aws\""))
                .forEach(line -> addMetrics(line, metrics));
        return new Invocation(
                calls,
                waited,
                computed,
                lines.size() + PLATFORM_BYTES,
                metrics,
                lines.toString(StandardCharsets.UTF_8).lines().toList(),
                answer);
    }

    /// One metric for each set of dimensions: for the stack, and by group where the line has one.
    private static void addMetrics(String line, Set<String> metrics) {
        String group = GROUP.matcher(line)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
        METRIC.matcher(line).results().forEach(found -> {
            metrics.add(found.group(1));
            if (!group.isEmpty()) {
                metrics.add(found.group(1) + " of " + group);
            }
        });
    }
}
