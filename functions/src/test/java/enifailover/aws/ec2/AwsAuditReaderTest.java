package enifailover.aws.ec2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.aws.client.Clients;
import enifailover.aws.client.StackResourceNames;
import enifailover.aws.cloudwatch.CloudWatchAlarmWriter;
import enifailover.aws.cloudwatch.CloudWatchAlarmWriterTest;
import enifailover.aws.ssm.SsmCommandRunner;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.audit.AuditSnapshot;
import enifailover.model.audit.AuditSnapshot.DeadLetters;
import enifailover.model.audit.EniTraits;
import enifailover.model.audit.EventRule;
import enifailover.model.audit.FlowLog;
import enifailover.model.audit.Lookup;
import enifailover.model.audit.Lookup.Unavailable;
import enifailover.model.audit.RouteTable;
import enifailover.model.audit.RoutingDocument;
import enifailover.model.audit.SsmAgent;
import enifailover.model.audit.StatusAlarm.Check;
import enifailover.model.audit.StopObstacle;
import enifailover.port.AuditReader.Surveyed;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner.Command;
import enifailover.port.ErrorKind;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.bus.EventBus;
import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.door.RegionHttpClient;
import enifailover.testkit.region.ec2.RouteTable.Route;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/// The survey by the real SDK, in a region that pages, throttles and refuses as AWS does.
class AwsAuditReaderTest {
    private static final InstanceId ACTIVE = new InstanceId(Scenes.ACTIVE);
    private static final InstanceId STANDBY = new InstanceId(Scenes.STANDBY);
    private static final EniId ENI = new EniId(Scenes.ENI);
    private static final String SUBNET = "subnet-00000000000000001";

    private static final StackResourceNames OURS = new StackResourceNames(
            Map.of("Sweep", "eni-failover-FailoverFunctionSweep-1A", "Health", "eni-failover-Fai-1B"), "the-queue");

    private record World(Region region, VirtualTime time, Clients clients) {
        Surveyed survey() {
            return new AwsAuditReader(
                            clients, "eni-failover:", CloudWatchAlarmWriterTest.STACK, OURS, Scenes.DOCUMENT, time)
                    .survey(Set.of());
        }
    }

    @FunctionalInterface
    private interface Story {
        void tell(World world);
    }

    private static void in(Function<RegionBuilder, RegionBuilder> scene, Story story) {
        VirtualTime.run(1, time -> {
            Region region =
                    scene.apply(Scenes.pair(time)).latencies(Latencies.DEFAULT).build();
            region.bus()
                    .put(new EventBus.Rule("eni-failover-FailoverFunctionSweep-1A", "ENABLED", "", "rate(1 minute)"));
            region.bus().put(new EventBus.Rule("eni-failover-Fai-1B", "DISABLED", "{}", ""));
            region.bus().put(new EventBus.Rule("another", "ENABLED", "{}", ""));
            region.faults().requestLimits();
            Clients clients = new Clients(
                    "eu-west-1",
                    new RegionHttpClient(region),
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("testcaller", "secret")));
            story.tell(new World(region, time, clients));
        });
    }

    private static void in(Story story) {
        in(scene -> scene, story);
    }

    private static <T> T known(Lookup<T> lookup) {
        return lookup.value().orElseThrow();
    }

    @Test
    void seesWhatAFailoverSeesOfOneGroup() {
        in(world -> {
            Surveyed seen = world.survey();
            Eni eni = seen.observation().enis().getFirst();
            assertEquals(ENI, eni.id());
            assertEquals(Optional.of("10.0.1.0/24"), eni.addresses().subnetIpv4());
            assertEquals(
                    List.of(ACTIVE, STANDBY),
                    seen.observation().instances().stream().map(Instance::id).toList());
            seen.observation().instances().forEach(one -> {
                assertTrue(one.healthy(), one.toString());
                assertEquals(Reach.ONLINE, one.shell().reach());
                assertTrue(one.limits().isPresent());
            });
        });
    }

    @Test
    void seesWhatKeepsAFenceFromClosing() {
        String spot = "i-0dddddddddddddddd";
        String persistent = "i-0eeeeeeeeeeeeeeee";
        String store = "i-0ffffffffffffffff";
        in(
                scene -> scene.instance(spot, one -> one.tag("eni-failover:group", "web")
                                .spot())
                        .instance(persistent, one -> one.tag("eni-failover:group", "web")
                                .persistentSpot())
                        .instance(store, one -> one.tag("eni-failover:group", "web")
                                .instanceStore()),
                world -> {
                    world.region().strike(region -> region.protectFromStop(Scenes.ACTIVE, true));
                    assertEquals(Map.of(), known(world.survey().auditSnapshot().stopObstacles()));
                    assertEquals(0L, world.region().count("ec2:DescribeInstanceAttribute"), "nothing is fenced");
                    world.region()
                            .strike(region -> region.retag(
                                    Scenes.ENI, Map.of("eni-failover:group", "web", "eni-failover:fence", "stop")));
                    Surveyed seen = world.survey();
                    assertEquals(
                            Map.of(
                                    ACTIVE,
                                    Set.of(StopObstacle.STOP_PROTECTION),
                                    new InstanceId(spot),
                                    Set.of(StopObstacle.ONE_TIME_SPOT)),
                            known(seen.auditSnapshot().stopObstacles()));
                    assertEquals(
                            List.of(store),
                            seen.observation().instances().stream()
                                    .filter(one -> one.provisioning().instanceStoreRoot())
                                    .map(one -> one.id().value())
                                    .toList());
                    world.region().deny("ec2:DescribeInstanceAttribute");
                    assertInstanceOf(
                            Unavailable.class, world.survey().auditSnapshot().stopObstacles());
                });
    }

    @Test
    void seesWhatIsAround() {
        in(world -> {
            world.region().strike(region -> {
                region.surroundings().table(SUBNET, Route.to("0.0.0.0/0", Scenes.ENI), Route.dead("::/0", "eigw-1"));
                region.surroundings().log(SUBNET, "FAILED");
                region.surroundings().log("vpc-0000000000000ffff", "SUCCESS");
                region.surroundings().recovery(Scenes.STANDBY, "disabled");
                region.surroundings().check(Scenes.ENI, false);
                region.surroundings().secure(Scenes.ENI, "sg-2", "sg-1");
                world.region().fleet().silence(Scenes.STANDBY, Instant.parse("2026-11-01T00:00:00Z"));
                world.region().fleet().agent(Scenes.STANDBY, "2.0.0.0");
            });
            new CloudWatchAlarmWriter(
                            world.clients(),
                            CloudWatchAlarmWriterTest.STACK,
                            "eni-failover:",
                            CloudWatchAlarmWriter.USUAL_PER_SECOND,
                            world.time())
                    .alarm(ACTIVE, Check.INSTANCE);
            AuditSnapshot auditSnapshot = world.survey().auditSnapshot();
            assertEquals(
                    Map.of(
                            ENI,
                            new EniTraits(
                                    new TreeSet<>(Set.of("sg-1", "sg-2")), false, Map.of("10.0.1.50", "198.51.100.7"))),
                    auditSnapshot.traits());
            assertEquals(Set.of(ACTIVE), auditSnapshot.recovers());
            new Ec2RecoverySettings(world.clients()).recovery(STANDBY, true);
            new Ec2RecoverySettings(world.clients()).recovery(ACTIVE, false);
            assertEquals(Set.of(STANDBY), world.survey().auditSnapshot().recovers());
            RouteTable own = known(auditSnapshot.routeTables()).stream()
                    .filter(table -> table.subnets().contains(SUBNET))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    List.of(
                            new RouteTable.Route("0.0.0.0/0", Scenes.ENI, Scenes.ACTIVE, false),
                            new RouteTable.Route("::/0", "eigw-1", "", true)),
                    own.routes());
            assertTrue(known(auditSnapshot.routeTables()).stream().anyMatch(RouteTable::main));
            FlowLog log = known(auditSnapshot.flowLogs()).getFirst();
            assertEquals(1, known(auditSnapshot.flowLogs()).size());
            assertEquals(new FlowLog(log.id(), SUBNET, true, Optional.of("Access error")), log);
            SsmAgent silent = known(auditSnapshot.agents()).get(STANDBY);
            assertEquals(
                    new SsmAgent(
                            true, Instant.parse("2026-11-01T00:00:00Z"), "2.0.0.0", false, "Amazon Linux 2023", true),
                    silent);
            RoutingDocument document = known(auditSnapshot.document());
            assertEquals("Active", document.status());
            assertEquals("1", document.version());
            assertEquals(Optional.empty(), document.script(), "the scene's document holds no script");
            assertTrue(known(auditSnapshot.alarms()).getFirst().ours());
            assertEquals(
                    List.of(
                            new EventRule("Sweep", "eni-failover-FailoverFunctionSweep-1A", true),
                            new EventRule("Health", "eni-failover-Fai-1B", false)),
                    known(auditSnapshot.rules()));
        });
    }

    /// An update of a stack makes a version and does not always make it the default one. Commands and audit take the
    /// newest; who runs the document by hand may get another.
    @Test
    void aNewVersionOfTheDocumentCountsBeforeItIsTheDefault() {
        in(world -> {
            String newer = "{\"schemaVersion\":\"2.2\",\"description\":\"newer\"}";
            world.region().fleet().putNewest(new Document(Scenes.DOCUMENT, null, Duration.ofHours(1), newer));
            RoutingDocument document = known(world.survey().auditSnapshot().document());
            assertEquals("1", document.version());
            assertEquals("2", document.latestVersion());
            String command = new SsmCommandRunner(world.clients(), Scenes.DOCUMENT)
                    .send(ACTIVE, new Command("verify", "", ""), Duration.ofSeconds(30));
            assertEquals(newer, world.region().fleet().documentOf(command).content());
        });
    }

    @Test
    void theKeysOfVolumesOfStoppedInstances() {
        in(world -> {
            String key = "arn:aws:kms:eu-west-1:111122223333:key/0a1b";
            world.region().strike(region -> {
                region.surroundings().volume(Scenes.STANDBY, key);
                region.surroundings().volume(Scenes.STANDBY, "");
                region.surroundings().volume(Scenes.ACTIVE, key);
            });
            assertEquals(Map.of(), known(world.survey().auditSnapshot().volumeKeys()), "both run");
            world.region().ec2().stop(List.of(Scenes.STANDBY), true, false);
            world.time().sleep(Duration.ofMinutes(3));
            assertEquals(
                    Map.of(STANDBY, Set.of(key)),
                    known(world.survey().auditSnapshot().volumeKeys()));
        });
    }

    @Test
    void anInstanceThatSystemsManagerDoesNotKnowIsUnmanaged() {
        in(world -> {
            world.region().strike(_ -> world.region().fleet().unmanage(Scenes.STANDBY));
            Surveyed seen = world.survey();
            assertFalse(known(seen.auditSnapshot().agents()).containsKey(STANDBY));
            assertEquals(
                    Reach.UNMANAGED,
                    seen.observation().instances().getLast().shell().reach());
        });
    }

    @Test
    void aMisspeltTagAndAnUntaggedHolderAreSeen() {
        in(
                scene -> scene.eni("eni-0eeeeeeeeeeeeeeee", eni -> eni.tag("eni-failover:grop", "web")
                                .on(Scenes.ELSEWHERE, 1)
                                .subnet("subnet-00000000000000002"))
                        .eni("eni-0fffffffffffffff1", eni -> eni.tag("Name", "web")),
                world -> {
                    Surveyed seen = world.survey();
                    assertEquals(
                            List.of(Scenes.ENI, "eni-0eeeeeeeeeeeeeeee"),
                            seen.observation().enis().stream()
                                    .map(eni -> eni.id().value())
                                    .toList());
                    assertTrue(seen.observation().instances().stream()
                            .anyMatch(one -> one.id().value().equals(Scenes.ELSEWHERE)));
                });
    }

    @ParameterizedTest
    @CsvSource({"OK, NONE", "ALARM, WAITING", "INSUFFICIENT_DATA, UNKNOWN"})
    void theQueuesAlarmSaysWhetherEventsWereGivenUp(StateValue state, DeadLetters said) {
        in(world -> {
            assertEquals(
                    DeadLetters.UNKNOWN, known(world.survey().auditSnapshot().deadLetters()));
            String name = OURS.deadLetterAlarm();
            world.clients().cloudWatch().putMetricAlarm(alarm -> alarm.alarmName(name)
                    .namespace("AWS/SQS")
                    .metricName("ApproximateNumberOfMessagesVisible")
                    .period(60)
                    .evaluationPeriods(1)
                    .threshold(0.0)
                    .comparisonOperator("GreaterThanThreshold"));
            world.clients()
                    .cloudWatch()
                    .setAlarmState(set -> set.alarmName(name).stateValue(state).stateReason("test"));
            assertEquals(said, known(world.survey().auditSnapshot().deadLetters()));
        });
    }

    /// A missing permission is told with the call's name, and the rest is seen all the same.
    @ParameterizedTest
    @CsvSource({
        "ec2:DescribeRouteTables, 1",
        "ec2:DescribeFlowLogs, 1",
        "ec2:DescribeVolumes, 1",
        "ssm:DescribeInstanceInformation, 1",
        "ssm:DescribeDocument, 1",
        "ssm:GetDocument, 1",
        "monitoring:DescribeAlarms, 2",
        "events:ListRules, 1"
    })
    void whatMayNotBeSeenIsNeverNothing(String action, int parts) {
        in(world -> {
            world.region().ec2().stop(List.of(Scenes.STANDBY), true, false);
            world.time().sleep(Duration.ofMinutes(3));
            world.region().deny(action);
            AuditSnapshot auditSnapshot = world.survey().auditSnapshot();
            List<Lookup<?>> all = List.of(
                    auditSnapshot.routeTables(),
                    auditSnapshot.volumeKeys(),
                    auditSnapshot.flowLogs(),
                    auditSnapshot.agents(),
                    auditSnapshot.document(),
                    auditSnapshot.alarms(),
                    auditSnapshot.rules(),
                    auditSnapshot.deadLetters());
            List<Lookup<?>> unseen =
                    all.stream().filter(lookup -> lookup instanceof Unavailable).toList();
            assertEquals(parts, unseen.size());
            Unavailable<?> why = assertInstanceOf(Unavailable.class, unseen.getFirst());
            assertTrue(why.denied());
            String call = action.replace("monitoring:", "cloudwatch:");
            assertTrue(why.because().contains("may not call " + call), why.because());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeInstances",
                "ec2:DescribeInstanceStatus",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeSubnets"
            })
    void withoutTheGroupsThemselvesThereIsNothingToJudge(String action) {
        in(world -> {
            world.region().deny(action);
            AwsCallException awsCallException = assertThrows(AwsCallException.class, world::survey);
            assertEquals(ErrorKind.DENIED, awsCallException.refusal());
            assertEquals(action, awsCallException.action());
        });
    }

    /// Throttled for ever, it is not seen, which is not the same as not allowed.
    @Test
    void whatIsThrottledForEverIsNotSeen() {
        in(world -> {
            world.region().faults().throttleUntil(world.time().now().plus(Duration.ofDays(1)), "ec2:DescribeFlowLogs");
            Unavailable<?> unavailable = assertInstanceOf(
                    Unavailable.class, world.survey().auditSnapshot().flowLogs());
            assertFalse(unavailable.denied());
            assertTrue(unavailable.because().contains("ec2:DescribeFlowLogs"), unavailable.because());
        });
    }

    /// Two rounds, however much is around: one request of each kind, side by side.
    @Test
    void asksOnceForEachKindOfThing() {
        in(world -> {
            Instant begun = world.time().now();
            world.survey();
            Duration took = Duration.between(begun, world.time().now());
            assertEquals(
                    12, world.region().count("*"), () -> world.region().calls().toString());
            assertTrue(took.compareTo(Duration.ofMillis(3 * 40 + 1)) < 0, took::toString);
        });
    }
}
