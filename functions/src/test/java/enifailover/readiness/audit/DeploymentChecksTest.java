package enifailover.readiness.audit;

import static enifailover.model.group.Altered.altered;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.ENI2;
import static enifailover.model.group.Situation.NOW;
import static enifailover.model.group.Situation.attached;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.AuditSnapshot.DeadLetters;
import enifailover.model.audit.EventRule;
import enifailover.model.audit.Lookup;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.audit.RoutingDocument;
import enifailover.model.audit.StagedFile;
import enifailover.model.group.Finding;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupSnapshot.Newcomers;
import enifailover.model.group.Situation;
import enifailover.readiness.alarms.RemediationPlanner;
import enifailover.readiness.check.GroupAudit;
import enifailover.readiness.check.Thresholds;
import enifailover.script.RoutingScript;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What concerns all groups is told once, and where it blocks, no group is ready.
class DeploymentChecksTest {
    private static AuditScene scene(Consumer<AuditScene> fault) {
        AuditScene scene = new AuditScene();
        fault.accept(scene);
        return scene;
    }

    private static void finds(Consumer<AuditScene> fault, String... expected) {
        assertEquals(
                Stream.of(expected).sorted().toList(),
                scene(fault).ofTheDeployment().stream()
                        .map(one -> one.severity() + " " + one.check() + " " + one.subject())
                        .sorted()
                        .toList());
    }

    private static Consumer<AuditScene> rule(String name, Optional<Boolean> enabled) {
        return scene -> scene.rules = Lookup.known(scene.rules.value().orElseThrow().stream()
                .filter(eventRule -> !eventRule.trigger().equals(name) || enabled.isPresent())
                .map(eventRule -> eventRule.trigger().equals(name)
                        ? new EventRule(name, eventRule.name(), enabled.orElseThrow())
                        : eventRule)
                .toList());
    }

    @Test
    void everyRuleMustBeThereAndEnabledAndWithoutTheSweepNothingIsReady() {
        for (String name : List.of(
                "StateChange",
                "Health",
                "SpotInterruption",
                "TerminateLifecycleAction",
                "Rebalance",
                "StatusCheckAlarm",
                "StatusCheckContributor")) {
            finds(rule(name, Optional.of(false)), "WARNING rule-enabled " + name);
            finds(rule(name, Optional.empty()), "WARNING rule-enabled " + name);
        }
        finds(rule("Sweep", Optional.of(false)), "BLOCKER rule-enabled Sweep");
        GroupAudit group =
                scene(rule("Sweep", Optional.of(false))).audit().groups().getFirst();
        assertFalse(group.ready());
        assertTrue(group.sound());
    }

    @Test
    void twoStacksThatObeyTheSameTagsBlockEachOther() {
        finds(
                scene -> scene.onTagPrefix = Lookup.known(List.of("stack-Tag-1A", "other-Tag-2B")),
                "BLOCKER tag-prefix TagPrefix");
    }

    @Test
    void rolesThatNothingButTagsNarrowAreNoted() {
        Thresholds open = new Thresholds(
                Duration.ofDays(90),
                Thresholds.AGENT_SILENCE,
                Thresholds.RIGHTS_AGE,
                Set.of(Thresholds.Scope.INTERFACES, Thresholds.Scope.MEMBERS),
                true,
                false);
        finds(scene -> scene.thresholds = open, "NOTE role-scope MemberProfileArns", "NOTE role-scope VpcIds");
    }

    @Test
    void whatWasStagedBeforeStagingWasSwitchedOffIsNoted() {
        Thresholds off = new Thresholds(
                Duration.ofDays(90), Thresholds.AGENT_SILENCE, Thresholds.RIGHTS_AGE, Set.of(), false, false);
        finds(scene -> scene.thresholds = off);
        finds(
                scene -> {
                    scene.thresholds = off;
                    scene.accept(last -> last.withStaged(
                            Map.of(B, new StagedFile("mac=02:00:00:00:02:32", "of", NOW, StagedFile.End.DONE, ""))));
                },
                "NOTE stale-staged-files StageRouting");
    }

    @Test
    void eventsThatWereGivenUp() {
        finds(scene -> scene.deadLetters = Lookup.known(DeadLetters.WAITING), "WARNING dead-letters DeadLetterQueue");
        finds(scene -> scene.deadLetters = Lookup.known(DeadLetters.UNKNOWN), "WARNING dead-letters DeadLetterQueue");
    }

    private static RoutingDocument document(String status, String version, String script) {
        return new RoutingDocument(
                "doc", status, version, "3", Optional.of(script).filter(s -> !s.isEmpty()), 50_000, 4000);
    }

    @Test
    void theDocumentMustBeTheNewestAndOfThisBuild() {
        String ours = RoutingScript.SHA256;
        finds(scene -> scene.document = Lookup.known(document("Active", "2", ours)), "NOTE document-version doc");
        finds(scene -> scene.document = Lookup.known(document("Failed", "3", ours)), "BLOCKER document-version doc");
        finds(
                scene -> scene.document = Lookup.known(document("Active", "3", "0".repeat(64))),
                "WARNING document-hash doc");
        finds(scene -> scene.document = Lookup.known(document("Active", "3", "")), "WARNING document-hash doc");
    }

    private static Consumer<AuditScene> rights(Instant at, String refused) {
        return scene -> scene.rights = Optional.of(
                new PermissionCheck(at, AuditScene.SIP, Optional.of(refused).filter(message -> !message.isEmpty())));
    }

    @Test
    void theFailoversRoleMustHaveAskedLatelyAndBeAllowed() {
        finds(rights(NOW, "denied"), "BLOCKER permission-check FailoverFunction");
        finds(rights(NOW.minus(Duration.ofHours(4)), ""), "WARNING permission-check FailoverFunction");
        finds(scene -> scene.rights = Optional.empty(), "WARNING permission-check FailoverFunction");
        finds(rights(NOW.minus(Duration.ofHours(2)), ""));
    }

    @Test
    void whatCouldNotBeSeenIsAFindingAndNoFalseOnes() {
        finds(
                scene -> {
                    scene.routeTables = Lookup.unseen("may not call ec2:DescribeRouteTables", true);
                    scene.flowLogs = Lookup.unseen("may not call ec2:DescribeFlowLogs", true);
                    scene.volumeKeys = Lookup.unseen("may not call ec2:DescribeVolumes", true);
                    scene.agents = Lookup.unseen("was not answered", false);
                    scene.document = Lookup.unseen("may not call ssm:DescribeDocument", true);
                    scene.alarms = Lookup.unseen("may not call cloudwatch:DescribeAlarms", true);
                    scene.rules = Lookup.unseen("may not call events:ListRules", true);
                    scene.deadLetters = Lookup.unseen("may not call cloudwatch:DescribeAlarms", true);
                    scene.warnings.add("Systems Manager did not return the status of the agents");
                },
                "WARNING permission route tables",
                "WARNING permission flow logs",
                "WARNING permission volumes of stopped instances",
                "WARNING data-unavailable SSM agents",
                "WARNING permission the routing document",
                "WARNING permission alarms",
                "WARNING permission rules",
                "WARNING permission the dead letter queue's alarm",
                "WARNING data-unavailable other data");
        AuditScene blind = scene(scene -> scene.alarms = Lookup.unseen("may not", true));
        assertEquals(List.of(), blind.ofTheGroup());
        assertEquals(List.of(), RemediationPlanner.due(blind.groups(), blind.survey()));
    }

    private static Instance tagged(InstanceId id, String groups) {
        Instance i = Situation.well(id);
        return altered(i, "tags", Map.of("eni-failover:group", groups));
    }

    @Test
    void enisAndInstancesThatBelongToNoGroup() {
        InstanceId stray = new InstanceId("i-0000000000000000d");
        finds(scene -> scene.otherInstances.add(tagged(stray, "spi")), "WARNING group-without-eni " + stray);
        finds(scene -> scene.otherInstances.add(tagged(stray, "sip")));
        Eni eni = usual().orphan(ENI2).snapshot().enis().getLast();
        finds(
                scene -> scene.otherEnis.add(AuditScene.tagged(eni, Map.of("eni-failover:Group", "sip"))),
                "WARNING tag-unknown " + ENI2);
        List<Finding> found = scene(
                        scene -> scene.otherEnis.add(AuditScene.tagged(eni, Map.of("eni-failover:group", "no name"))))
                .ofTheDeployment();
        assertEquals("tag-value", found.getFirst().check());
    }

    @Test
    void aGroupThatVanished() {
        GroupName gone = new GroupName("gone");
        finds(
                scene -> scene.accepted.put(gone, AuditBaseline.NOTHING.withTraits(Map.of(ENI2, AuditScene.TRAITS))),
                "WARNING group-missing gone");
        finds(scene -> scene.accepted.put(gone, AuditBaseline.NOTHING));
    }

    /// Whoever may tag an ENI can rename its group without end.
    @Test
    void ofManyThatVanishedTheFirstTwentyAreNamed() {
        AuditScene scene = scene(one -> {
            for (int i = 0; i < 300; i++) {
                one.accepted.put(
                        new GroupName("gone-%03d".formatted(i)),
                        AuditBaseline.NOTHING.withTraits(Map.of(ENI2, AuditScene.TRAITS)));
            }
        });
        List<Finding> gone = scene.ofTheDeployment().stream()
                .filter(one -> one.check().equals("group-missing"))
                .toList();
        assertEquals(21, gone.size());
        assertTrue(gone.stream().anyMatch(one -> one.symptom().equals("280 more groups no longer exist")));
    }

    /// Group `db`: its ENI is on another active, and its standby is B too.
    private static GroupSnapshot other(InstanceId active, int index) {
        GroupSnapshot sip = Situation.usual()
                .orphan(ENI)
                .eni(ENI2, attached(ENI2, A, index))
                .snapshot();
        Eni eni = sip.enis().getLast();
        Eni moved = new Eni(
                eni.id(),
                eni.mac(),
                eni.availabilityZone(),
                eni.vpcId(),
                eni.subnetId(),
                false,
                true,
                Optional.of(attached(ENI2, active, index)),
                eni.addresses(),
                eni.publicIpv4(),
                eni.tags());
        return new GroupSnapshot(
                new GroupName("db"),
                sip.policy(),
                List.of(moved),
                Stream.of(active, B)
                        .map(id -> new enifailover.model.group.Member(Situation.well(id), 100))
                        .toList(),
                Newcomers.NONE,
                List.of(),
                sip.memory(),
                List.of(),
                NOW);
    }

    private static List<String> capacity(InstanceId activeOfOther, int index) {
        AuditScene scene = new AuditScene();
        scene.situation.without(Situation.C);
        scene.otherGroups.add(other(activeOfOther, index));
        return scene.audit().groups().stream()
                .flatMap(group -> group.findings().stream()
                        .filter(one -> one.check().equals("capacity"))
                        .map(one -> one.severity() + " " + group.group() + " " + one.subject()))
                .sorted()
                .toList();
    }

    @Test
    void oneStandbyOfTwoActivesBearsOneFailure() {
        InstanceId d = new InstanceId("i-0000000000000000d");
        assertEquals(List.of("WARNING db " + B, "WARNING sip " + B), capacity(d, 1));
        assertEquals(List.of(), capacity(d, 2));
    }

    @Test
    void twoGroupsOfOneActiveFailTogetherSoThatBlocks() {
        // m5.large takes three interfaces: with the primary and two it is full, with the same index it never fits.
        assertEquals(List.of(), capacity(A, 2));
        assertEquals(List.of("BLOCKER db " + B, "BLOCKER sip " + B), capacity(A, 1));
    }

    @Test
    void aSecondStandbyTakesTheSecondFailure() {
        AuditScene scene = new AuditScene();
        scene.otherGroups.add(other(new InstanceId("i-0000000000000000d"), 1));
        List<Finding> ofSip = scene.ofTheGroup();
        assertEquals(List.of(), ofSip);
    }

    @Test
    void theWorstGroupComesFirst() {
        AuditScene scene = new AuditScene();
        scene.situation.orphan(ENI);
        scene.otherGroups.add(other(new InstanceId("i-0000000000000000d"), 2));
        assertEquals(AuditScene.SIP, scene.audit().groups().getFirst().group());
        assertEquals(1, scene.audit().ready());
    }
}
