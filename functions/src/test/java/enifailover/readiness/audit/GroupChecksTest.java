package enifailover.readiness.audit;

import static enifailover.model.group.Altered.altered;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.ENI2;
import static enifailover.model.group.Situation.NOW;
import static enifailover.model.group.Situation.attached;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.Addresses;
import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentStatus;
import enifailover.model.CheckStatus;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.Provisioning;
import enifailover.model.StatusChecks;
import enifailover.model.audit.EniTraits;
import enifailover.model.audit.FlowLog;
import enifailover.model.audit.Lookup;
import enifailover.model.audit.RouteTable.Route;
import enifailover.model.audit.RoutingCheck;
import enifailover.model.audit.RoutingCheck.Said;
import enifailover.model.audit.RoutingDocument;
import enifailover.model.audit.SsmAgent;
import enifailover.model.audit.StagedFile;
import enifailover.model.audit.StagedFile.End;
import enifailover.model.audit.StatusAlarm;
import enifailover.model.audit.StopObstacle;
import enifailover.model.group.Finding;
import enifailover.model.group.Situation;
import enifailover.plan.RoutingParameters;
import enifailover.readiness.check.RemediationAction.KeepEni;
import enifailover.readiness.check.RemediationAction.MakeAlarm;
import enifailover.readiness.check.Thresholds;
import enifailover.readiness.guest.CommandLength;
import enifailover.readiness.standby.ClusterNodes;
import enifailover.script.RoutingScript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each check finds what it looks for, says whose it is and how bad, and nothing else is found beside it.
class GroupChecksTest {
    private static List<Finding> found(Consumer<AuditScene> fault) {
        AuditScene scene = new AuditScene();
        fault.accept(scene);
        return scene.ofTheGroup();
    }

    /// Exactly these, each as `SEVERITY check subject`.
    private static void finds(Consumer<AuditScene> fault, String... expected) {
        assertEquals(
                Stream.of(expected).sorted().toList(),
                found(fault).stream()
                        .map(one -> one.severity() + " " + one.check() + " " + one.subject())
                        .sorted()
                        .toList());
    }

    private static void nothing(Consumer<AuditScene> difference) {
        finds(difference);
    }

    private static Consumer<AuditScene> situation(Consumer<Situation> change) {
        return scene -> change.accept(scene.situation);
    }

    @Test
    void aColdStandbyUnderAKeyThatNobodyMayGrantIsNoted() {
        Consumer<AuditScene> keys = scene ->
                scene.volumeKeys = Lookup.known(Map.of(B, Set.of("arn:aws:kms:eu-west-1:111122223333:key/0a")));
        assertEquals(0, noted(keys).size(), "it is no cold standby");
        Consumer<AuditScene> cold = scene -> scene.situation.policy(Situation::cold);
        assertEquals(1, noted(keys.andThen(cold)).size());
        assertEquals(
                0,
                noted(keys.andThen(cold)
                                .andThen(scene -> scene.thresholds = new Thresholds(
                                        Duration.ofDays(90),
                                        Thresholds.AGENT_SILENCE,
                                        Thresholds.RIGHTS_AGE,
                                        Set.of(),
                                        true,
                                        true)))
                        .size());
    }

    private static List<Finding> noted(Consumer<AuditScene> change) {
        AuditScene scene = new AuditScene();
        change.accept(scene);
        return scene.ofTheGroup().stream()
                .filter(one -> one.check().equals("standby-key"))
                .toList();
    }

    /// Document and parameters share 64 KB, and the document takes so many characters of interfaces.
    @Test
    void aRoutingCommandThatSystemsManagerWouldRefuseBlocks() {
        int interfaces = RoutingParameters.of(
                        new AuditScene().situation.snapshot().enis())
                .length();
        int room = CommandLength.MOST_BYTES - CommandLength.OTHER_PARAMETERS - interfaces;
        for (int[] fit : new int[][] {{room, 4000}, {50_000, interfaces}}) {
            assertEquals(List.of(), lengthWith(fit[0], fit[1]));
        }
        for (int[] tooLong : new int[][] {{room + 1, 4000}, {50_000, interfaces - 1}}) {
            List<Finding> found = lengthWith(tooLong[0], tooLong[1]);
            assertEquals(1, found.size());
            assertEquals(Finding.Severity.BLOCKER, found.getFirst().severity());
        }
    }

    /// Many ENIs are several commands; only a single one that is too long cannot be sent.
    @Test
    void aSingleEniThatIsTooLongBlocksAndManyDoNot() {
        List<String> many = IntStream.range(0, 110)
                .mapToObj(i -> "2001:db8:1111:2222:3333:4444:5555:%04d".formatted(1000 + i))
                .toList();
        for (int addresses : new int[] {60, 110}) {
            AuditScene scene = new AuditScene();
            for (EniId id : List.of(ENI, ENI2)) {
                scene.situation.addressed(
                        id,
                        A,
                        id.equals(ENI) ? 1 : 2,
                        new Addresses(
                                List.of("10.0.2.50"),
                                List.of(),
                                many.subList(0, addresses),
                                List.of(),
                                Optional.of("10.0.2.0/24"),
                                Optional.of("2001:db8:1111:2222::/64")));
            }
            assertEquals(addresses == 110, scene.ofTheGroup().stream().anyMatch(one -> one.check()
                    .equals("command-length")));
        }
    }

    private static List<Finding> lengthWith(int bytes, int longest) {
        AuditScene scene = new AuditScene();
        scene.document = Lookup.known(
                new RoutingDocument("doc", "Active", "3", "3", Optional.of(RoutingScript.SHA256), bytes, longest));
        return scene.ofTheGroup().stream()
                .filter(one -> one.check().equals("command-length"))
                .toList();
    }

    @Test
    void aWellGroupHasNoFindingAndIsReady() {
        nothing(scene -> {});
        assertTrue(new AuditScene().audit().groups().getFirst().ready());
        assertEquals(List.of(), new AuditScene().ofTheDeployment());
    }

    @Test
    void everyFindingSaysWhyAndWhatToDo() {
        AuditScene scene = new AuditScene();
        scene.situation.state(B, InstanceState.STOPPED).state(C, InstanceState.STOPPED);
        scene.flowLogs = Lookup.known(List.of());
        scene.accepted.clear();
        for (Finding finding : scene.ofTheGroup()) {
            assertTrue(!finding.cause().isBlank() && !finding.action().isBlank(), finding.toString());
            assertEquals("docs/operations.md#" + finding.check(), finding.help());
        }
    }

    @Test
    void aStandbyThatDoesNotRunBlocksOnlyWhereNoOtherDoes() {
        finds(situation(s -> s.state(B, InstanceState.STOPPED)), "WARNING standby-running " + B);
        finds(
                situation(s -> s.state(B, InstanceState.STOPPED).state(C, InstanceState.STOPPED)),
                "BLOCKER standby-running " + B,
                "BLOCKER standby-running " + C,
                "BLOCKER no-standby sip");
        nothing(situation(s -> s.state(B, InstanceState.STOPPED).policy(Situation::cold)));
    }

    /// With `fence=stop` nothing is moved before the failed active is off.
    @Test
    void aFenceThatCanNeverClose() {
        Provisioning store = new Provisioning(false, true, Optional.empty());
        Consumer<AuditScene> fenced = situation(s -> s.policy(Situation::fencing));
        nothing(fenced);
        finds(fenced.andThen(situation(s -> s.provisioned(A, store))), "BLOCKER stop-refused " + A);
        finds(fenced.andThen(situation(s -> s.provisioned(B, store))), "WARNING stop-refused " + B);
        nothing(situation(s -> s.provisioned(A, store)));
        Consumer<AuditScene> refused = scene -> scene.stopObstacles = Lookup.known(Map.of(
                A, Set.of(StopObstacle.ONE_TIME_SPOT, StopObstacle.STOP_PROTECTION),
                C, Set.of(StopObstacle.ONE_TIME_SPOT)));
        finds(
                fenced.andThen(refused),
                "BLOCKER stop-refused " + A,
                "BLOCKER stop-refused " + A,
                "WARNING stop-refused " + C);
        nothing(refused);
        AuditScene scene = new AuditScene();
        fenced.andThen(refused).accept(scene);
        assertFalse(scene.audit().groups().getFirst().ready());
    }

    @Test
    void aStandbyThatAutoScalingHasOutOfServiceIsNone() {
        Provisioning standby = Provisioning.ON_DEMAND.inScalingState("Standby");
        nothing(situation(s -> s.provisioned(B, standby)));
        finds(situation(s -> s.provisioned(B, standby).provisioned(C, standby)), "BLOCKER no-standby sip");
    }

    @Test
    void statusChecksOfStandbyAndActive() {
        finds(situation(s -> s.impaired(B, Duration.ofHours(1))), "WARNING status-checks " + B);
        finds(situation(s -> s.impaired(A, Duration.ofHours(1))), "WARNING status-checks " + A);
        StatusChecks initializing =
                new StatusChecks(CheckStatus.INITIALIZING, CheckStatus.INITIALIZING, CheckStatus.OK, Optional.empty());
        finds(situation(s -> s.checks(C, initializing)), "WARNING status-checks " + C);
        StatusChecks noVolumes =
                new StatusChecks(CheckStatus.OK, CheckStatus.OK, CheckStatus.NOT_APPLICABLE, Optional.empty());
        nothing(situation(s -> s.checks(B, noVolumes)));
    }

    @Test
    void anotherZoneCannotTakeAndAnotherVpcIsOdd() {
        finds(situation(s -> s.zone(B, "eu-west-1b")), "WARNING same-zone " + B);
        finds(
                situation(s -> s.zone(B, "eu-west-1b").zone(C, "eu-west-1c")),
                "BLOCKER same-zone " + B,
                "BLOCKER same-zone " + C,
                "BLOCKER no-standby sip");
        finds(situation(s -> s.vpc(B, "vpc-9")), "WARNING same-vpc " + B);
        finds(scene -> {
            scene.situation.change(ENI, eni -> inVpc(eni, "vpc-2"));
            scene.routeTables = Lookup.known(List.of());
            scene.flowLogs = Lookup.known(List.of(new FlowLog("fl-1", "vpc-2", true, Optional.empty())));
        });
    }

    private static Eni inVpc(Eni e, String vpc) {
        return altered(e, "vpcId", vpc);
    }

    @Test
    void theIndexMustBeFreeOnTheSameCard() {
        finds(situation(s -> s.also(B, new DevicePosition(1, 0))), "WARNING index-free " + B);
        nothing(situation(s -> s.also(B, new DevicePosition(2, 0))));
        finds(
                situation(s -> s.also(B, new DevicePosition(1, 0)).also(C, new DevicePosition(1, 0))),
                "BLOCKER index-free " + B,
                "BLOCKER index-free " + C,
                "BLOCKER no-standby sip");
        finds(
                situation(s ->
                        s.policy(policy -> Situation.indexed(policy, ENI, 2)).also(B, new DevicePosition(2, 0))),
                "WARNING index-free " + B);
    }

    @Test
    void theTypeMustTakeTheInterfaces() {
        finds(
                situation(s -> s.also(B, new DevicePosition(2, 0)).also(B, new DevicePosition(3, 0))),
                "WARNING interface-limit " + B);
        nothing(situation(s -> s.also(B, new DevicePosition(2, 0))));
    }

    @Test
    void theTypeMustTakeTheAddresses() {
        List<String> many =
                Stream.iterate(50, n -> n + 1).limit(11).map(n -> "10.0.2." + n).toList();
        finds(
                situation(s -> s.change(ENI, eni -> with(eni, many, List.of()))),
                "BLOCKER address-limit " + B,
                "BLOCKER address-limit " + C,
                "BLOCKER no-standby sip");
    }

    private static Eni with(Eni e, List<String> ipv4, List<String> prefixes) {
        Addresses had = e.addresses();
        return altered(
                e,
                "addresses",
                new Addresses(ipv4, prefixes, had.ipv6(), had.ipv6Prefixes(), had.subnetIpv4(), had.subnetIpv6()));
    }

    @Test
    void aDelegatedPrefixCountsAsOneAddress() {
        List<String> prefixes = Stream.iterate(16, n -> n + 16)
                .limit(9)
                .map(n -> "10.0.3." + n + "/28")
                .toList();
        nothing(situation(s -> s.change(ENI, eni -> with(eni, List.of("10.0.2.50"), prefixes))));
        finds(
                situation(s -> s.change(ENI, eni -> with(eni, List.of("10.0.2.50", "10.0.2.51"), prefixes))),
                "BLOCKER address-limit " + B,
                "BLOCKER address-limit " + C,
                "BLOCKER no-standby sip");
    }

    private static Consumer<AuditScene> agent(SsmAgent ssmAgent) {
        return scene -> {
            Map<enifailover.model.InstanceId, SsmAgent> agents =
                    new LinkedHashMap<>(scene.agents.value().orElseThrow());
            agents.put(B, ssmAgent);
            scene.agents = Lookup.known(agents);
        };
    }

    @Test
    void theAgentMustBeOnlineRecentAndNew() {
        Instant lately = NOW.minus(Duration.ofMinutes(15));
        Instant longAgo = NOW.minus(Duration.ofMinutes(17));
        finds(agent(new SsmAgent(false, longAgo, "3.3", true, "Ubuntu", true)), "WARNING agent-online " + B);
        finds(agent(new SsmAgent(true, longAgo, "3.3", true, "Ubuntu", true)), "WARNING agent-recent " + B);
        finds(agent(new SsmAgent(true, lately, "3.0", false, "Ubuntu", true)), "NOTE agent-version " + B);
        finds(agent(new SsmAgent(true, lately, "3.3", true, "Windows Server 2025", false)), "NOTE agent-platform " + B);
        nothing(agent(new SsmAgent(true, lately, "3.3", true, "Ubuntu", true)));
        finds(
                scene -> scene.agents = Lookup.known(Map.of(A, AuditScene.agent(), C, AuditScene.agent())),
                "WARNING agent-online " + B);
        nothing(scene -> {
            scene.situation.state(B, InstanceState.STOPPED).policy(Situation::cold);
            scene.agents = Lookup.known(Map.of(A, AuditScene.agent(), C, AuditScene.agent()));
        });
    }

    @Test
    void deleteOnTerminationBlocksUnlessItWasMended() {
        Attachment had = attached(ENI, A, 1);
        Attachment dies = altered(had, "attributes", new AttachmentAttributes(true, Optional.empty(), false, false));
        Consumer<AuditScene> fault = situation(s -> s.eni(ENI, dies));
        finds(fault, "BLOCKER delete-on-termination " + ENI);
        nothing(fault.andThen(scene -> scene.mended.add(new KeepEni(ENI, dies.id()))));
    }

    @Test
    void onNodesOfAClusterTheEniIsToBeLeftAlone() {
        for (String key : List.of("eks:cluster-name", "aws:eks:cluster-name", "kubernetes.io/cluster/blue")) {
            Consumer<AuditScene> node = situation(s -> s.tags(B, Map.of(key, "owned")));
            finds(node, "WARNING vpc-cni " + ENI);
            for (String value : List.of("false", "True", "")) {
                finds(node.andThen(unmanaged(value)), "WARNING vpc-cni " + ENI);
            }
            nothing(node.andThen(unmanaged("true")));
        }
        nothing(situation(s -> s.tags(B, Map.of("kubernetes.io/role", "node"))));
    }

    private static Consumer<AuditScene> unmanaged(String value) {
        return situation(s -> s.change(ENI, e -> altered(e, "tags", Map.of(ClusterNodes.TAG, value))));
    }

    private static Consumer<AuditScene> traits(EniTraits traits) {
        return scene -> scene.traits.put(ENI, traits);
    }

    @Test
    void whatBelongsToTheEniMustBeAsItWasAccepted() {
        EniTraits was = AuditScene.TRAITS;
        finds(
                traits(new EniTraits(new TreeSet<>(Set.of("sg-1", "sg-9")), false, was.elasticIps())),
                "WARNING security-groups " + ENI);
        finds(traits(new EniTraits(was.securityGroups(), true, was.elasticIps())), "WARNING source-dest-check " + ENI);
        finds(traits(new EniTraits(was.securityGroups(), false, Map.of())), "WARNING elastic-ip " + ENI);
        finds(
                traits(new EniTraits(was.securityGroups(), false, Map.of("10.0.2.51", "203.0.113.7"))),
                "WARNING elastic-ip " + ENI);
        nothing(scene -> {
            scene.traits.put(ENI, new EniTraits(was.securityGroups(), true, Map.of()));
            scene.accept(last -> last.withTraits(Map.of()));
        });
    }

    @Test
    void anEniThatVanishedFromTheGroup() {
        finds(
                scene -> scene.accept(last -> last.withTraits(Map.of(ENI, AuditScene.TRAITS, ENI2, AuditScene.TRAITS))),
                "WARNING eni-missing " + ENI2);
    }

    private static Consumer<AuditScene> routes(Route... routes) {
        return scene -> scene.routeTables = Lookup.known(List.of(AuditScene.table(routes)));
    }

    @Test
    void routesThatLeadNowhereOrStayBehind() {
        finds(routes(new Route("10.9.0.0/16", "pcx-1", "", true)), "WARNING route-table rtb-1");
        finds(routes(new Route("10.9.0.0/16", ENI.value(), A.value(), true)), "WARNING route-table rtb-1");
        finds(
                routes(new Route("10.9.0.0/16", "eni-0000000000000dead", A.value(), false)),
                "WARNING route-not-moved rtb-1");
        nothing(routes(new Route("10.9.0.0/16", ENI.value(), A.value(), false)));
        nothing(routes(new Route("10.9.0.0/16", "eni-0000000000000dead", B.value(), false)));
    }

    @Test
    void flowLogsOnTheInterfaceItsSubnetOrItsVpc() {
        Consumer<AuditScene> none = scene -> scene.flowLogs = Lookup.known(List.of());
        finds(none, "NOTE flow-logs " + ENI);
        for (String resource : List.of(ENI.value(), "subnet-1", "vpc-1")) {
            nothing(scene ->
                    scene.flowLogs = Lookup.known(List.of(new FlowLog("fl-1", resource, true, Optional.empty()))));
        }
        finds(
                scene ->
                        scene.flowLogs = Lookup.known(List.of(new FlowLog("fl-1", "subnet-2", true, Optional.empty()))),
                "NOTE flow-logs " + ENI);
        finds(
                scene -> scene.flowLogs =
                        Lookup.known(List.of(new FlowLog("fl-1", "vpc-1", true, Optional.of("Access error")))),
                "WARNING flow-logs " + ENI);
    }

    private static Consumer<AuditScene> alarm(StatusAlarm.Check check, StatusAlarm... instead) {
        return scene -> {
            List<StatusAlarm> alarms = new ArrayList<>(scene.alarms.value().orElseThrow());
            alarms.removeIf(alarm -> alarm.instance().equals(B) && alarm.watches(check));
            alarms.addAll(List.of(instead));
            scene.alarms = Lookup.known(alarms);
        };
    }

    private static StatusAlarm theirs(String metric, String state, String... actions) {
        return new StatusAlarm("theirs", B, metric, state, true, List.of(actions), false, false);
    }

    @Test
    void everyStatusCheckHasAnAlarmThatSeesAndIsHeard() {
        StatusAlarm.Check system = StatusAlarm.Check.SYSTEM;
        finds(alarm(system), "WARNING alarm-missing " + B);
        nothing(alarm(system).andThen(scene -> scene.mended.add(new MakeAlarm(B, system))));
        nothing(alarm(system, theirs("StatusCheckFailed", "OK")));
        finds(alarm(system, theirs("StatusCheckFailed_System", "INSUFFICIENT_DATA")), "WARNING alarm-no-data " + B);
        StatusAlarm stale = new StatusAlarm("ours", B, "StatusCheckFailed_System", "OK", true, List.of(), true, true);
        finds(alarm(system, stale), "WARNING alarm-missing " + B);
        finds(
                scene -> scene.rules = Lookup.known(scene.rules.value().orElseThrow().stream()
                        .map(eventRule -> eventRule.name().contains("StatusCheckAlarm")
                                ? new enifailover.model.audit.EventRule(eventRule.trigger(), eventRule.name(), false)
                                : eventRule)
                        .toList()),
                "WARNING alarm-not-received " + A,
                "WARNING alarm-not-received " + B,
                "WARNING alarm-not-received " + C);
    }

    @Test
    void nothingElseActsOnAMemberThatFails() {
        for (String action : List.of(
                "arn:aws:automate:eu-west-1:ec2:reboot",
                "arn:aws:swf:eu-west-1:123456789012:action/actions/AWS_EC2.InstanceId.Reboot/1.0")) {
            AuditScene scene = new AuditScene();
            alarm(StatusAlarm.Check.SYSTEM, theirs("StatusCheckFailed", "OK", action))
                    .accept(scene);
            Finding finding = scene.ofTheGroup().getFirst();
            assertEquals("competing-recovery", finding.check());
            assertTrue(finding.symptom().contains("would reboot the instance"), finding.symptom());
        }
        nothing(alarm(
                StatusAlarm.Check.SYSTEM, theirs("StatusCheckFailed", "OK", "arn:aws:sns:eu-west-1:1:stop-press")));
        finds(scene -> scene.recovers.add(A), "NOTE automatic-recovery " + A);
        nothing(scene -> scene.recovers.add(B));
    }

    @Test
    void whatEc2HasScheduled() {
        finds(situation(s -> s.scheduled(B, NOW.plus(Duration.ofDays(6)))), "WARNING scheduled-event " + B);
        finds(situation(s -> s.scheduled(A, NOW.plus(Duration.ofDays(6)))), "WARNING scheduled-event " + A);
    }

    @Test
    void aPauseWithAnEndIsAWarningAndOneWithoutBlocks() {
        finds(situation(s -> s.policy(p -> Situation.paused(p, NOW.plusSeconds(60)))), "WARNING paused sip");
        finds(situation(s -> s.policy(p -> Situation.paused(p, Instant.MAX))), "BLOCKER paused sip");
        nothing(situation(s -> s.policy(p -> Situation.paused(p, NOW.minusSeconds(1)))));
    }

    @Test
    void groupsWithNobodyToMoveTo() {
        finds(situation(s -> s.without(B).without(C)), "BLOCKER one-member sip", "BLOCKER no-standby sip");
        finds(situation(s -> s.without(A).without(B).without(C)), "BLOCKER no-member sip", "BLOCKER no-standby sip");
        finds(situation(s -> s.without(A)), "WARNING active-not-member " + A);
    }

    @Test
    void enisThatAreNotTogetherOrLeftHalfMoved() {
        finds(
                scene -> {
                    scene.situation.eni(ENI2, attached(ENI2, B, 2));
                },
                "BLOCKER not-on-one-instance sip");
        finds(situation(s -> s.orphan(ENI)), "BLOCKER not-on-one-instance sip");
        finds(situation(Situation::interrupted), "BLOCKER not-on-one-instance sip");
    }

    /// A person's own detach that hangs: the sweep leaves it alone while the holder is well, so the report must not
    /// say that the sweep mends it.
    @Test
    void aDetachThatHangsOnAWellHolderNeedsAPerson() {
        Attachment leaving = altered(attached(ENI, A, 1), "status", AttachmentStatus.DETACHING);
        finds(situation(s -> s.eni(ENI, leaving)), "BLOCKER not-on-one-instance sip");
        String message = found(situation(s -> s.eni(ENI, leaving))).getFirst().toString();
        for (String part : List.of(ENI + " is detaching", "no automatic move begins", "a drill (failover)")) {
            assertTrue(message.contains(part), message);
        }
        assertFalse(message.contains("wait two minutes for the sweep"), message);
        String failed = found(situation(s -> s.eni(ENI, leaving).state(A, InstanceState.STOPPED)))
                .toString();
        assertTrue(failed.contains("wait two minutes for the sweep"), failed);
    }

    @Test
    void aPrimaryInterfaceCannotMove() {
        finds(situation(s -> s.eni(ENI, attached(ENI, A, 0))), "BLOCKER eni-immovable sip");
    }

    @Test
    void aDrillThatIsTooLongAgoOrNeverWas() {
        Consumer<AuditScene> never = scene -> scene.accept(last -> last.withDrilledAt(Optional.empty()));
        finds(never, "WARNING drill-age sip");
        Consumer<AuditScene> old =
                scene -> scene.accept(last -> last.withDrilledAt(Optional.of(NOW.minus(Duration.ofDays(91)))));
        finds(old, "WARNING drill-age sip");
    }

    @Test
    void theGuestOfTheActiveSaysThatItDoesNotRoute() {
        finds(said(A, Said.NOT_ROUTED), "WARNING routing sip");
        finds(said(A, Said.SILENT), "WARNING routing sip");
        nothing(said(A, Said.ROUTED));
        nothing(said(B, Said.NOT_ROUTED));
    }

    private static Consumer<AuditScene> said(InstanceId on, Said said) {
        return scene -> scene.accept(last -> last.withVerified(Optional.of(new RoutingCheck(on, NOW, said, "words"))));
    }

    @Test
    void routingThatCouldNotBeStagedAhead() {
        finds(staged(B, End.FAILED), "WARNING staging " + B);
        finds(staged(B, End.NOT_POSSIBLE), "NOTE staging " + B);
        nothing(staged(B, End.DONE));
        nothing(staged(new InstanceId("i-00000000000000fff"), End.FAILED));
    }

    private static Consumer<AuditScene> staged(InstanceId on, End end) {
        return scene -> scene.accept(
                last -> last.withStaged(Map.of(on, new StagedFile("eni=eni-1,mac=02:aa", "hash", NOW, end, "words"))));
    }
}
