package enifailover.harness.benchmark;

import enifailover.aws.client.Clients;
import enifailover.aws.client.Stack;
import enifailover.aws.cloudwatch.CloudWatchAlarmWriter;
import enifailover.aws.ec2.AwsAuditReader;
import enifailover.aws.ec2.Ec2EniOperations;
import enifailover.aws.events.EventBridgePublisher;
import enifailover.failover.TaggedGroupSnapshots;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.group.GroupName;
import enifailover.port.AuditStore;
import enifailover.port.GroupStore;
import enifailover.port.Scheduler;
import enifailover.readiness.ReadinessAudit;
import enifailover.readiness.Remediation;
import enifailover.readiness.audit.Auditor;
import enifailover.readiness.check.Audit;
import enifailover.readiness.check.Thresholds;
import enifailover.tag.GroupTags;
import enifailover.testkit.memory.MemoryAuditStore;
import enifailover.testkit.memory.MemoryGroupStore;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.Attempt;
import enifailover.testkit.region.call.Call;
import enifailover.testkit.region.door.RegionHttpClient;
import enifailover.testkit.region.time.VirtualTime;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// What an audit of 10, 100 and 1,000 groups costs: `mvn -q test-compile exec:exec@survey`. The whole audit with the
/// real SDK against the simulated Region, in virtual time, under the request limits that EC2 and CloudWatch document.
/// First audits go on until every alarm is there; then one more is counted, of which nothing is news. Ends with an
/// error if that one writes, is throttled, takes two minutes, or costs more a group where there are more groups; or
/// if this process, with the Region in it, ever had 512 MB.
public final class SurveyBenchmark {
    private static final List<Integer> GROUPS = List.of(10, 100, 1000);
    private static final Stack STACK = new Stack("aws", "eu-west-1", "000000000000", "eni-failover");
    private static final String PREFIX = "eni-failover:";

    /// As `template.yaml` has it.
    private static final Duration FUNCTION = Duration.ofMinutes(5);

    private static final Duration BETWEEN = Duration.ofMinutes(15);
    private static final Duration MOST = Duration.ofMinutes(2);
    private static final long MOST_MEMORY_MB = 512;

    /// A read of the table and a write take so long (inferred).
    private static final Duration TABLE = Duration.ofMillis(10);

    /// @param groups how many
    /// @param news virtual time of an audit of which every group is news, and is told and written down
    /// @param audits how many there were until all alarms were there
    /// @param alarms how many there are
    /// @param calls of the last audit, by action
    /// @param throttled how many calls were refused so, in all audits
    /// @param written how many calls of the last audit changed something
    /// @param waited virtual time of the last audit
    /// @param computed real time of the last audit, of the Region in this process too
    private record Cost(
            int groups,
            Duration news,
            int audits,
            int alarms,
            Map<String, Long> calls,
            long throttled,
            long written,
            Duration waited,
            Duration computed) {

        long all() {
            return calls.values().stream().mapToLong(Long::longValue).sum();
        }

        double perGroup() {
            return (double) all() / groups;
        }

        Duration took() {
            return waited.plus(computed);
        }
    }

    private SurveyBenchmark() {}

    /// @param arguments `--quick`: all alarms are made by one long audit without request limits, not by one audit a
    ///     quarter of an hour; what is counted afterwards is the same
    public static void main(String[] arguments) throws IOException {
        boolean quick = List.of(arguments).contains("--quick");
        List<Cost> costs = new ArrayList<>();
        for (int groups : GROUPS) {
            costs.add(measured(groups, quick));
        }
        print(costs);
        long memory = peakMemoryMb();
        System.out.printf(
                Locale.ROOT,
                "%nmemory: at most %d MB of this process, the Region in it, under -Xmx%d MB%n",
                memory,
                Runtime.getRuntime().maxMemory() >> 20);
        System.exit(good(costs, memory) ? 0 : 1);
    }

    private static Cost measured(int groups, boolean quick) {
        List<Cost> cost = new ArrayList<>();
        VirtualTime.run(1, time -> {
            Region region = SurveyScene.of(groups, time);
            MemoryAuditStore book = new MemoryAuditStore();
            Duration news = news(groups, region, time);
            ReadinessAudit readinessAudit =
                    readiness(region, book, time, Duration.ZERO, Optional.of(remediation(clients(region), time)));
            long throttled = throttled(region);
            int audits = 0;
            if (quick) {
                allAlarmsAtOnce(region, book, time);
            }
            boolean changed = true;
            while (changed) {
                book.asked(new PermissionCheck(time.now(), new GroupName("group-0"), Optional.empty()));
                Audit audit = readinessAudit.run(Optional.empty(), time.now().plus(FUNCTION));
                changed = !audit.kept().isEmpty();
                audits++;
                throttled += throttled(region);
                region.forgetCalls();
                time.sleep(BETWEEN);
            }
            book.asked(new PermissionCheck(time.now(), new GroupName("group-0"), Optional.empty()));
            long throttledBefore = throttled;
            int writes = book.writes();
            Instant begun = time.now();
            long nanos = System.nanoTime();
            Audit audit = readinessAudit.run(Optional.empty(), time.now().plus(FUNCTION));
            Duration computed = Duration.ofNanos(System.nanoTime() - nanos);
            if (audit.groups().size() != groups) {
                throw new IllegalStateException(audit.groups().size() + " groups were seen of " + groups);
            }
            cost.add(new Cost(
                    groups,
                    news,
                    audits,
                    region.alarms().all().size(),
                    region.calls().stream()
                            .collect(Collectors.groupingBy(Call::permission, TreeMap::new, Collectors.counting())),
                    throttledBefore + throttled(region),
                    book.writes()
                            - writes
                            + region.calls().stream()
                                    .filter(call -> call.attempt().kind() == Attempt.Kind.WRITE)
                                    .count(),
                    Duration.between(begun, time.now()),
                    computed));
        });
        return cost.getFirst();
    }

    private static void allAlarmsAtOnce(Region region, AuditStore book, VirtualTime time) {
        Clients clients = clients(region);
        Remediation unpaced = new Remediation(
                new Ec2EniOperations(clients), new CloudWatchAlarmWriter(clients, STACK, PREFIX, 1000, time), time);
        region.faults().clear();
        readiness(region, book, time, Duration.ZERO, Optional.of(unpaced))
                .run(Optional.empty(), time.now().plus(Duration.ofHours(3)));
        region.faults().requestLimits();
        region.forgetCalls();
    }

    /// No group was ever audited, and no standby's agent answers.
    private static Duration news(int groups, Region region, VirtualTime time) {
        for (int i = 0; i < groups; i++) {
            region.loseAgent(SurveyScene.standby(i));
        }
        Instant begun = time.now();
        int before = region.bus().entries().size();
        Audit audit = readiness(region, new MemoryAuditStore(), time, Duration.ofDays(90), Optional.empty())
                .run(Optional.empty(), begun.plus(FUNCTION));
        if (region.bus().entries().size() - before < audit.groups().size()) {
            throw new IllegalStateException("not every group was told of");
        }
        Duration took = Duration.between(begun, time.now());
        for (int i = 0; i < groups; i++) {
            region.recoverAgent(SurveyScene.standby(i));
        }
        return took;
    }

    private static Clients clients(Region region) {
        return new Clients(
                region.name(),
                new RegionHttpClient(region),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("ReadinessFunction", "secret")));
    }

    private static Remediation remediation(Clients clients, VirtualTime time) {
        return new Remediation(
                new Ec2EniOperations(clients),
                new CloudWatchAlarmWriter(clients, STACK, PREFIX, CloudWatchAlarmWriter.USUAL_PER_SECOND, time),
                time);
    }

    private static ReadinessAudit readiness(
            Region region, AuditStore book, VirtualTime time, Duration drillEvery, Optional<Remediation> remediation) {
        Clients clients = clients(region);
        ReadinessAudit.World world = new ReadinessAudit.World(
                new AwsAuditReader(clients, PREFIX, STACK, SurveyScene.OURS, Scenes.DOCUMENT, time),
                slow(GroupStore.class, new MemoryGroupStore(time), time),
                slow(AuditStore.class, book, time),
                new TaggedGroupSnapshots(PREFIX),
                new EventBridgePublisher(clients, "default", Optional.empty(), time),
                time);
        Thresholds thresholds = new Thresholds(drillEvery, Thresholds.AGENT_SILENCE, Thresholds.RIGHTS_AGE);
        return new ReadinessAudit(
                world, new Auditor(new GroupTags(PREFIX), thresholds), remediation, Optional.empty(), Optional.empty());
    }

    /// The same, each call of which takes as long as DynamoDB.
    private static <T> T slow(Class<T> port, T real, Scheduler scheduler) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (_, method, arguments) -> {
                    scheduler.sleep(TABLE);
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    private static long throttled(Region region) {
        return region.calls().stream()
                .filter(call -> call.code().contains("RequestLimitExceeded")
                        || call.code().contains("Throttling"))
                .count();
    }

    private static void print(List<Cost> costs) {
        System.out.printf("%-36s", "calls of one audit");
        costs.forEach(cost -> System.out.printf(Locale.ROOT, "%,14d", cost.groups()));
        System.out.println(" groups");
        costs.getLast().calls().keySet().forEach(action -> {
            System.out.printf("  %-34s", action.replace("monitoring:", "cloudwatch:"));
            costs.forEach(
                    cost -> System.out.printf(Locale.ROOT, "%,14d", cost.calls().getOrDefault(action, 0L)));
            System.out.println();
        });
        row("in all", costs, cost -> "%,d".formatted(cost.all()));
        row("a group", costs, cost -> "%.2f".formatted(cost.perGroup()));
        row("time waiting for AWS", costs, cost -> "%.1f s"
                .formatted(cost.waited().toMillis() / 1000.0));
        row("time computing, with the Region", costs, cost -> "%.1f s"
                .formatted(cost.computed().toMillis() / 1000.0));
        row("changes, of AWS or the table", costs, cost -> "%,d".formatted(cost.written()));
        row("throttled, in all audits", costs, cost -> "%,d".formatted(cost.throttled()));
        row("waiting, where all groups are news", costs, cost -> "%.1f s"
                .formatted(cost.news().toMillis() / 1000.0));
        row("alarms, two made a second", costs, cost -> "%,d".formatted(cost.alarms()));
        row("audits until nothing was left to do", costs, cost -> "%,d".formatted(cost.audits()));
    }

    private static void row(String what, List<Cost> costs, Function<Cost, String> value) {
        System.out.printf("%-36s", what);
        costs.forEach(cost -> System.out.printf("%14s", value.apply(cost)));
        System.out.println();
    }

    private static boolean good(List<Cost> costs, long memory) {
        boolean good = memory < MOST_MEMORY_MB;
        double before = Double.MAX_VALUE;
        for (Cost cost : costs) {
            good &= cost.took().compareTo(MOST) < 0
                    && cost.news().compareTo(MOST) < 0
                    && cost.written() == 0
                    && cost.throttled() == 0
                    && cost.perGroup() < before
                    && cost.alarms() == 6 * cost.groups();
            before = cost.perGroup();
        }
        System.out.println(good ? "passed" : "CHECK FAILED");
        return good;
    }

    /// The most that this process ever had in memory. Source: proc(5), VmHWM.
    private static long peakMemoryMb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0);
    }
}
