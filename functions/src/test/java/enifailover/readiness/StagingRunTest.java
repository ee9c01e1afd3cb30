package enifailover.readiness;

import static enifailover.model.group.Altered.altered;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.ENI2;
import static enifailover.model.group.Situation.attached;
import static enifailover.model.group.Situation.well;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.Addresses;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.StagedFile;
import enifailover.model.group.Finding;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.model.group.PendingWork;
import enifailover.model.group.PendingWork.PendingCleanup;
import enifailover.model.group.Situation;
import enifailover.port.ErrorKind;
import enifailover.readiness.audit.AuditWorld;
import enifailover.readiness.check.Audit;
import enifailover.readiness.check.Audit.Kept;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Standbys get the group's routing file before its ENI, exactly those that may take it, once, and lose it again.
class StagingRunTest {
    private static final GroupName SIP = new GroupName("sip");
    private static final String MAC = "02:00:00:00:00:0a";
    private final AuditWorld world = new AuditWorld();

    private Audit audit(boolean wanted) {
        return world.staging(wanted).run(Optional.empty(), world.time.now().plusSeconds(300));
    }

    /// The commands of one more audit.
    private List<String> sends() {
        world.guests.commands.clear();
        audit(true);
        return List.copyOf(world.guests.commands);
    }

    private Situation situation() {
        return world.scene.situation();
    }

    private Map<InstanceId, StagedFile> remembered() {
        return world.book
                .read()
                .groups()
                .getOrDefault(SIP, AuditBaseline.NOTHING)
                .staged();
    }

    private static List<String> findings(Audit audit) {
        return Stream.concat(
                        audit.groups().stream().flatMap(group -> group.findings().stream()),
                        audit.deployment().stream())
                .filter(one -> one.check().contains("stag"))
                .map(Finding::toString)
                .map(message -> message.substring(0, message.indexOf(':')))
                .toList();
    }

    @Test
    void eachStandbyGetsItOnceAndThatIsInTheReport() {
        Audit first = audit(true);
        assertEquals(
                List.of(
                        new Kept("staged the routing of sip on " + B, Optional.empty()),
                        new Kept("staged the routing of sip on " + C, Optional.empty())),
                first.kept());
        assertEquals(Set.of(MAC), world.guests.files(B));
        assertEquals(Set.of(), world.guests.files(A), "the active has its own");
        for (int later = 0; later < 20; later++) {
            world.time.sleep(Duration.ofMinutes(15));
            assertEquals(List.of(), sends());
        }
    }

    @Test
    void nothingIsSentWhereNobodyWantsIt() {
        assertEquals(List.of(), audit(false).kept());
        assertEquals(List.of(), world.guests.commands);
    }

    @Test
    void aDeploymentThatOnlyReportsSendsNothingAndForgetsNothing() {
        audit(true);
        Map<InstanceId, StagedFile> before = remembered();
        world.guests.commands.clear();
        situation().without(B);
        world.readiness(false).run(Optional.empty(), world.time.now().plusSeconds(300));
        assertEquals(List.of(), world.guests.commands);
        assertEquals(before, remembered());
    }

    @Test
    void otherAddressesAreStagedAnew() {
        audit(true);
        situation().change(ENI, eni -> with(eni, List.of("10.0.2.50", "10.0.2.52")));
        assertEquals(List.of("stage " + B, "stage " + C), sends());
        assertEquals(List.of(), sends());
    }

    private static Eni with(Eni e, List<String> ipv4) {
        Addresses had = e.addresses();
        return altered(
                e,
                "addresses",
                new Addresses(
                        ipv4, had.ipv4Prefixes(), had.ipv6(), had.ipv6Prefixes(), had.subnetIpv4(), had.subnetIpv6()));
    }

    /// The clean-up of each move takes the file of the old holder away; EC2's new attachment id tells of the move, also
    /// when the ENI is back where it was.
    @Test
    void afterAMoveThereAndBackItIsStagedAnewAndTheHolderForgetsIt() {
        audit(true);
        situation().eni(ENI, attached(ENI, B, 1));
        assertEquals(List.of("stage " + A, "stage " + C), sends());
        assertEquals(Set.of(A, C), remembered().keySet());
        situation().eni(ENI, attached(ENI, A, 1));
        assertEquals(List.of("stage " + B, "stage " + C), sends());
    }

    @Test
    void onlyWhoMayTakeTheEniGetsIt() {
        situation().state(B, InstanceState.STOPPED).also(C, new DevicePosition(1, 0));
        assertEquals(List.of(), sends());
        situation().state(B, InstanceState.RUNNING).checks(B, well(B).checks()).shell(B, Reach.LOST, "Linux");
        assertEquals(List.of(), sends());
        situation().shell(B, Reach.ONLINE, "Linux").zone(B, "eu-west-1b");
        assertEquals(List.of(), sends());
        situation().zone(B, Situation.ZONE);
        assertEquals(List.of("stage " + B), sends());
    }

    @Test
    void whoStillHasToCleanUpAfterAMoveGetsItAfterThat() {
        remember(Map.of(B, PendingCleanup.since(world.time.now())));
        assertEquals(List.of("stage " + C), sends());
        remember(Map.of());
        assertEquals(List.of("stage " + B), sends());
    }

    private void remember(Map<InstanceId, PendingCleanup> pendingCleanups) {
        world.overridden =
                Optional.of(GroupState.NONE.withAfter(PendingWork.NONE.withPendingCleanups(pendingCleanups)));
    }

    @Test
    void whoLeavesTheGroupLosesItAsLongAsItHasAnyGroup() {
        audit(true);
        situation().without(B);
        world.others.put(B, tagged(well(B), "another"));
        world.guests.commands.clear();
        Audit audit = audit(true);
        assertEquals(List.of("cleanup " + B), world.guests.commands);
        assertEquals(
                "removed the staged routing of sip from " + B,
                audit.kept().getFirst().message());
        assertEquals(List.of(), findings(audit));
        assertEquals(Set.of(), world.guests.files(B));
        assertEquals(Set.of(C), remembered().keySet());
        assertEquals(List.of(), sends());
    }

    private static Instance tagged(Instance i, String groups) {
        return altered(i, "tags", groups.isEmpty() ? Map.of() : Map.of("eni-failover:group", groups));
    }

    @Test
    void whoLostItsTagIsSentNothingAndFoundUntilItIsCleanedOrGone() {
        audit(true);
        situation().without(B);
        world.others.put(B, tagged(well(B), ""));
        world.guests.commands.clear();
        assertEquals(List.of("NOTE stale-staged-files " + B), findings(audit(true)));
        assertEquals(List.of("NOTE stale-staged-files " + B), findings(audit(true)));
        assertEquals(List.of(), world.guests.commands);
        world.others.remove(B);
        assertEquals(List.of(), findings(audit(true)), "it is gone, and its disk with it");
        assertEquals(Set.of(C), remembered().keySet());
    }

    @Test
    void aPersonMaySayThatItIsCleaned() {
        audit(true);
        situation().without(B);
        world.others.put(B, tagged(well(B), ""));
        assertEquals(1, findings(audit(true)).size());
        assertEquals(
                List.of(),
                findings(world.staging(true)
                        .run(Optional.of(SIP), world.time.now().plusSeconds(300))));
        assertEquals(Set.of(C), remembered().keySet());
    }

    @Test
    void switchedOffItIsTakenAwayEverywhere() {
        audit(true);
        world.guests.commands.clear();
        audit(false);
        assertEquals(List.of("cleanup " + B, "cleanup " + C), world.guests.commands);
        assertEquals(Map.of(), remembered());
        world.guests.commands.clear();
        audit(false);
        assertEquals(List.of(), world.guests.commands);
    }

    @Test
    void anEniThatLeavesTheGroupLosesItsFile() {
        situation().eni(ENI2, attached(ENI2, A, 2));
        audit(true);
        assertEquals(2, world.guests.files(B).size());
        situation().without(ENI2);
        assertEquals(List.of("cleanup " + B, "cleanup " + C), sends());
        assertEquals(List.of("stage " + B, "stage " + C), sends());
        assertEquals(Set.of(MAC), world.guests.files(B));
    }

    @Test
    void aFailureIsFoundToldOnceTriedAgainEachHourAndOverWhenItIsMended() {
        world.guests.broken.add(B);
        Audit failed = audit(true);
        assertEquals(List.of("WARNING staging " + B), findings(failed));
        assertTrue(failed.kept().getFirst().refused().orElse("").contains("exit code 50"), failed.kept()::toString);
        assertEquals(1, failed.ready());
        int tries = 0;
        for (int quarter = 0; quarter < 12; quarter++) {
            world.time.sleep(Duration.ofMinutes(15));
            tries += sends().size();
            assertEquals(List.of("WARNING staging " + B), findings(audit(true)));
        }
        assertEquals(3, tries, "in three hours");
        world.guests.broken.clear();
        world.time.sleep(Duration.ofHours(1));
        assertEquals(List.of(), findings(audit(true)));
        assertEquals(Set.of(MAC), world.guests.files(B));
    }

    @Test
    void aHostWhoseManagerGoesByNameIsANoteAndNotAskedAgain() {
        world.guests.byName.add(B);
        assertEquals(List.of("NOTE staging " + B), findings(audit(true)));
        world.time.sleep(Duration.ofDays(1));
        assertEquals(List.of(), sends());
        assertEquals(List.of("NOTE staging " + B), findings(audit(true)));
    }

    @Test
    void whatSystemsManagerHasNoTimeForIsLeftToTheNextAuditAndNotCalledAFailure() {
        world.guests.refuses = Optional.of(ErrorKind.THROTTLED);
        Audit audit = audit(true);
        assertEquals(List.of(), findings(audit));
        assertTrue(audit.kept().getFirst().refused().isPresent());
        assertEquals(Map.of(), remembered());
        world.guests.refuses = Optional.empty();
        assertEquals(List.of("stage " + B, "stage " + C), sends());
    }

    @Test
    void aSilentGuestIsAFailure() {
        world.guests.silent.add(C);
        assertEquals(List.of("WARNING staging " + C), findings(audit(true)));
        assertEquals(Set.of(MAC), world.guests.files(B));
    }

    @Test
    void whereTheBookCannotBeReadNothingIsSent() {
        world.bookRefuses(true);
        audit(true);
        assertEquals(List.of(), world.guests.commands);
    }

    @Test
    void nothingIsSentWhileAMoveIsOpen() {
        world.overridden = Optional.of(situation().interrupted().snapshot().memory());
        assertEquals(List.of(), sends());
    }
}
