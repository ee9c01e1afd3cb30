package enifailover.plan;

import static enifailover.model.group.Altered.altered;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.ENI2;
import static enifailover.model.group.Situation.NOW;
import static enifailover.model.group.Situation.attached;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.model.Addresses;
import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.Provisioning;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.group.GroupState;
import enifailover.model.group.SavedAttachment;
import enifailover.model.group.Situation;
import enifailover.plan.PlanResult.NoStandby;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private final Planner planner = new Planner();

    private static MoveRequired failure(InstanceId... leave) {
        return new MoveRequired(Reason.FAILURE, Set.of(leave), false, Optional.empty(), List.of());
    }

    private static MoveRequired unfinished() {
        return new MoveRequired(Reason.UNFINISHED, Set.of(A), false, Optional.empty(), List.of());
    }

    private Plan plan(Situation situation, MoveRequired moveRequired, InstanceId... refused) {
        return assertInstanceOf(
                Plan.class,
                planner.plan(situation.snapshot(), moveRequired, new TargetExclusions(Set.of(refused), Set.of()), NOW));
    }

    private String refusal(Situation situation, MoveRequired moveRequired, InstanceId... refused) {
        NoStandby none = assertInstanceOf(
                NoStandby.class,
                planner.plan(situation.snapshot(), moveRequired, new TargetExclusions(Set.of(refused), Set.of()), NOW));
        return String.join("\n", none.refusals());
    }

    private static Situation only(InstanceId standby) {
        return usual().state(A, InstanceState.STOPPED).without(standby.equals(B) ? C : B);
    }

    @Test
    void thePlainFailoverIsSixSteps() {
        Plan plan = plan(usual().state(A, InstanceState.STOPPED), failure(A));
        assertEquals(B, plan.target());
        assertEquals(
                List.of(
                        "send the routing command to " + B,
                        "detach " + ENI + " from " + A + " ("
                                + attached(ENI, A, 1).id() + "), forced after 5 s",
                        "attach " + ENI + " to " + B + " at index 1",
                        "wait until routing is verified on " + B),
                plan.steps().stream().map(Step::message).toList());
        assertEquals(List.of(), plan.warnings());
    }

    @Test
    void theLowestPriorityIsTakenAndTiesGoByName() {
        assertEquals(B, plan(usual(), failure(A)).target());
        assertEquals(C, plan(usual().priority(C, 10), failure(A)).target());
        assertEquals(C, plan(usual(), failure(A), B).target());
        assertEquals(
                C,
                plan(usual().scheduled(B, NOW.plus(Duration.ofHours(2))), failure(A))
                        .target());
    }

    @Test
    void nothingIsPlannedWithoutAnEligibleStandby() {
        assertTrue(refusal(only(B).state(B, InstanceState.STOPPED), failure(A)).contains("it is stopped"));
        assertTrue(refusal(only(B).state(B, InstanceState.PENDING), failure(A)).contains("it is pending"));
        assertTrue(
                refusal(only(B).impaired(B, Duration.ofMinutes(5)), failure(A)).contains("status checks"));
        assertTrue(refusal(only(B).zone(B, "eu-west-1b"), failure(A)).contains("cannot leave its Availability Zone"));
        assertTrue(
                refusal(only(B).also(B, new DevicePosition(1, 0)), failure(A)).contains("index 1 is in use"));
        Situation impaired = usual().without(C).impaired(A, Duration.ofMinutes(5));
        assertTrue(refusal(impaired.shell(B, Reach.LOST, "Linux"), failure(A)).contains("agent is not online"));
        assertTrue(
                refusal(impaired.shell(B, Reach.UNMANAGED, "Linux"), failure(A)).contains("not a managed node"));
        assertTrue(refusal(only(B).also(B, new DevicePosition(2, 0)).also(B, new DevicePosition(3, 0)), failure(A))
                .contains("supports 3"));
        assertTrue(refusal(usual().without(B).without(C), failure(A)).contains("tag a standby"));
    }

    @Test
    void aColdStandbyIsStartedWhereTheTagSaysSo() {
        Situation cold = only(B).state(B, InstanceState.STOPPED).policy(Situation::cold);
        assertEquals(1, plan(cold, failure(A)).steps(Step.StartStandby.class).size());
    }

    @Test
    void theOperatorsIndexWinsThenWhatIsSeenThenWhatIsRemembered() {
        Situation tagged = usual().policy(p -> Situation.indexed(p, ENI, 2));
        assertEquals(
                new DevicePosition(2, 0),
                plan(tagged, failure(A)).steps(Step.Attach.class).getFirst().devicePosition());
        GroupState memory = new GroupState(
                Map.of(ENI, new SavedAttachment(new DevicePosition(2, 0), AttachmentAttributes.FRESH, A)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Plan orphan = plan(
                usual().orphan(ENI).memory(memory),
                new MoveRequired(Reason.ORPHANED, Set.of(), false, Optional.empty(), List.of()));
        assertEquals(
                new DevicePosition(2, 0),
                orphan.steps(Step.Attach.class).getFirst().devicePosition());
        Plan guessed = plan(
                usual().orphan(ENI).also(A, new DevicePosition(1, 0)),
                new MoveRequired(Reason.ORPHANED, Set.of(), false, Optional.empty(), List.of()));
        assertEquals(
                new DevicePosition(2, 0),
                guessed.steps(Step.Attach.class).getFirst().devicePosition());
        assertTrue(guessed.warnings().getFirst().contains("is a guess"));
    }

    @Test
    void anInterruptedMoveGoesOnWhereItWasGoing() {
        Plan plan = plan(usual().orphan(ENI).interrupted(), unfinished());
        assertEquals(B, plan.target());
        assertEquals(Optional.of(A), plan.from());
        assertEquals(0, plan.steps(Step.Detach.class).size());
        assertEquals(
                new DevicePosition(1, 0),
                plan.steps(Step.Attach.class).getFirst().devicePosition());
    }

    @Test
    void whoWorksAndWasGivenAnEniSinceKeepsItAndGetsTheOthers() {
        Situation half = usual().eni(ENI2, attached(ENI2, C, 2)).interrupted().state(A, InstanceState.STOPPED);
        Plan plan = plan(half, new MoveRequired(Reason.SPLIT, Set.of(A), false, Optional.empty(), List.of()));
        assertEquals(C, plan.target());
        assertEquals(
                List.of(ENI),
                plan.steps(Step.Detach.class).stream().map(Step.Detach::eni).toList());
    }

    @Test
    void whatHasArrivedOnlyNeedsItsRouting() {
        Plan plan = plan(
                usual().eni(ENI, attached(ENI, B, 1)).interrupted(),
                new MoveRequired(Reason.UNFINISHED, Set.of(), false, Optional.empty(), List.of()));
        assertEquals(0, plan.steps(Step.Attach.class).size());
        assertEquals(1, plan.steps(Step.AwaitRouting.class).size());
    }

    @Test
    void whenNobodyTakesItHalfWayTheOldHolderGetsItBack() {
        Situation half = usual().orphan(ENI).interrupted().impaired(A, Duration.ofMinutes(9));
        Plan back = plan(half, unfinished(), B, C);
        assertEquals(A, back.target());
        assertTrue(back.warnings().getFirst().contains("back to " + A));
        assertTrue(refusal(usual().orphan(ENI).interrupted().state(A, InstanceState.STOPPED), unfinished(), B, C)
                .contains("rollback"));
    }

    @Test
    void enisOfAGroupGoToOneTarget() {
        Situation two = usual().eni(ENI2, attached(ENI2, A, 2));
        Plan plan = plan(two, failure(A));
        assertEquals(2, plan.steps(Step.Detach.class).size());
        assertEquals(
                Set.of(B),
                Set.copyOf(plan.steps(Step.Attach.class).stream()
                        .map(Step.Attach::target)
                        .toList()));
        assertEquals(1, plan.steps(Step.SendRouting.class).size());
    }

    @Test
    void anEniThatWouldDieWithItsHolderIsKeptFirst() {
        Attachment fatal = new Attachment(
                attached(ENI, A, 1).id(),
                A,
                new DevicePosition(1, 0),
                attached(ENI, A, 1).status(),
                new AttachmentAttributes(true, Optional.of(4), true, false));
        Plan plan = plan(usual().eni(ENI, fatal), failure(A));
        assertInstanceOf(Step.KeepOnTermination.class, plan.steps().getFirst());
        assertEquals(1, plan.steps(Step.Restore.class).size());
    }

    @Test
    void fencingComesBeforeTheMoveAndOnlyWhereItIsNeeded() {
        Situation fenced = usual().impaired(A, Duration.ofMinutes(2)).policy(Situation::fencing);
        assertInstanceOf(Step.Fence.class, plan(fenced, failure(A)).steps().getFirst());
        Situation off = usual().state(A, InstanceState.STOPPED).policy(Situation::fencing);
        assertEquals(0, plan(off, failure(A)).steps(Step.Fence.class).size());
    }

    @Test
    void aFenceThatMayNeverCloseIsAWarning() {
        Situation fenced = usual().impaired(A, Duration.ofMinutes(2)).policy(Situation::fencing);
        assertEquals(List.of(), plan(fenced, failure(A)).warnings());
        List<Provisioning> doubtful = List.of(
                new Provisioning(true, false, Optional.empty()), new Provisioning(false, true, Optional.empty()));
        for (Provisioning launched : doubtful) {
            Plan plan = plan(fenced.provisioned(A, launched), failure(A));
            assertEquals(1, plan.steps(Step.Fence.class).size());
            assertEquals(1, plan.warnings().size());
            assertTrue(plan.warnings().getFirst().contains("it cannot be fenced"), plan.warnings()::toString);
            assertEquals(
                    List.of(),
                    plan(usual().impaired(A, Duration.ofMinutes(2)).provisioned(A, launched), failure(A))
                            .warnings());
        }
    }

    @Test
    void whatAutoScalingTerminatesIsNotTaken() {
        Situation group = usual().state(A, InstanceState.STOPPED)
                .provisioned(B, Provisioning.ON_DEMAND.inScalingState("Terminating:Wait"));
        assertEquals(C, plan(group, failure(A)).target());
    }

    @Test
    void anOldHolderThatCanBeReachedIsToldToCleanUp() {
        assertEquals(
                1,
                plan(usual().impaired(A, Duration.ofMinutes(2)), failure(A))
                        .steps(Step.CleanUp.class)
                        .size());
        assertEquals(
                0,
                plan(usual().state(A, InstanceState.STOPPED), failure(A))
                        .steps(Step.CleanUp.class)
                        .size());
    }

    @Test
    void windowsNeedsNoRouting() {
        Plan plan = plan(usual().shell(B, Reach.ONLINE, "Windows"), failure(A));
        assertEquals(0, plan.steps(Step.SendRouting.class).size());
        assertTrue(plan.warnings().getFirst().contains("Windows"));
    }

    @Test
    void theDocumentsParameterHoldsNoShellCharacter() {
        String word = plan(usual(), failure(A))
                .steps(Step.SendRouting.class)
                .getFirst()
                .interfaces()
                .getFirst();
        assertEquals(
                "eni=" + ENI + ",mac=02:00:00:00:00:0a,ip4=10.0.2.50+10.0.2.51,net4=10.0.2.0/24,"
                        + "ip6=2001:db8::50,net6=2001:db8::/64",
                word);
        assertTrue(word.matches("[a-z0-9=+,.:/ -]{0,4000}"));
    }

    /// Whoever has no IPv6 address there needs no IPv6 block, which the table may remember from before.
    @Test
    void theIpv6BlockGoesWithAnAddressInItAlone() {
        String word = plan(
                        usual().state(A, InstanceState.STOPPED).change(ENI, e -> {
                            Addresses had = e.addresses();
                            Addresses four = new Addresses(
                                    had.ipv4(), List.of(), List.of(), List.of(), had.subnetIpv4(), had.subnetIpv6());
                            return altered(e, "addresses", four);
                        }),
                        failure(A))
                .steps(Step.SendRouting.class)
                .getFirst()
                .interfaces()
                .getFirst();
        assertEquals("eni=" + ENI + ",mac=02:00:00:00:00:0a,ip4=10.0.2.50+10.0.2.51,net4=10.0.2.0/24", word);
    }

    @Test
    void announcedTroubleDoesNotMoveOntoAnInstanceWithTheSame() {
        Situation both = usual().without(C).scheduled(A, NOW).scheduled(B, NOW.plus(Duration.ofHours(3)));
        MoveRequired announced = new MoveRequired(Reason.ANNOUNCED, Set.of(A), true, Optional.empty(), List.of());
        assertTrue(refusal(both, announced).contains("a scheduled event affects it too"));
    }

    @Test
    void anEniWithMoreAddressesThanTheTypeTakesIsNeverDetached() {
        Situation many = only(B).change(ENI, eni -> with(eni, 9, 1));
        plan(many, failure(A));
        String refusal = refusal(only(B).change(ENI, eni -> with(eni, 9, 2)), failure(A));
        assertTrue(refusal.contains("11 IPv4 addresses and prefixes; m5.large supports 10"), refusal);
    }

    private static Eni with(Eni e, int addresses, int prefixes) {
        Addresses had = e.addresses();
        List<String> ipv4 = Stream.iterate(50, n -> n + 1)
                .limit(addresses)
                .map(n -> "10.0.2." + n)
                .toList();
        List<String> blocks = Stream.iterate(16, n -> n + 16)
                .limit(prefixes)
                .map(n -> "10.0.3." + n + "/28")
                .toList();
        return altered(
                e, "addresses", new Addresses(ipv4, blocks, had.ipv6(), List.of(), had.subnetIpv4(), had.subnetIpv6()));
    }
}
