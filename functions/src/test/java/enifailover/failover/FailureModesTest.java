package enifailover.failover;

import static enifailover.model.group.Altered.altered;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.attached;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.event.EventParser;
import enifailover.event.Signal;
import enifailover.model.Attachment;
import enifailover.model.AttachmentStatus;
import enifailover.model.DevicePosition;
import enifailover.model.Instance;
import enifailover.model.InstanceState;
import enifailover.model.group.GroupName;
import enifailover.model.group.Situation;
import enifailover.port.ErrorKind;
import enifailover.port.GroupStore.Acquired;
import enifailover.report.Report;
import enifailover.report.ReportText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How systems that do this job were seen to fail, in public issues: one test a way. Those of the guest are in the lab,
/// those of the wire in the tests of `aws` and of the simulated region.
class FailureModesTest {
    private static Story stopped() {
        return new Story(usual().state(A, InstanceState.STOPPED));
    }

    private static void is(Verdict verdict, Report report) {
        assertEquals(verdict, report.verdict(), () -> ReportText.of(report));
    }

    private static long count(Story story, String word) {
        return story.region.writes.stream().filter(w -> w.startsWith(word)).count();
    }

    @Test
    @DisplayName("the ENI is still in use when it is to be attached (fck-nat#43, terraform-aws-nat-instance#57)")
    void stillInUse() {
        Story story = stopped();
        story.region.nextAttach.addAll(Collections.nCopies(6, ErrorKind.IN_USE));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(7, count(story, "attach"));
    }

    @Test
    @DisplayName("an ENI that stays in use is not tried for ever (terraform-aws-nat-instance#72)")
    void inUseForEver() {
        Story story = new Story(usual().without(C).state(A, InstanceState.STOPPED));
        story.region.nextAttach.addAll(Collections.nCopies(10_000, ErrorKind.IN_USE));
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.FAILED, report);
        assertTrue(report.took().compareTo(Duration.ofMinutes(3)) < 0, () -> "took " + report.took());
    }

    @Test
    @DisplayName("stuck detaching without Force (ansible amazon.aws#501)")
    void stuckDetaching() {
        Story story = stopped();
        story.region.stuck = true;
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(1, count(story, "force-detach"));
    }

    @Test
    @DisplayName("the interface does not show up in the guest (aws/amazon-ecs-agent#1520), and a reboot is allowed")
    void noShowWithReboot() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED).policy(Situation::rebooting));
        story.region.noDevice.add(B);
        story.region.showsAfterReboot.add(B);
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertEquals(1, count(story, "reboot " + B));
        assertEquals(Optional.of(B), story.holder(ENI));
        assertTrue(ReportText.of(report).contains("rebooted; verified by the guest"), ReportText.of(report));
    }

    @Test
    @DisplayName("a reboot that does not help is the only one, and the next standby is taken")
    void noShowAfterReboot() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED).policy(Situation::rebooting));
        story.region.noDevice.add(B);
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(1, count(story, "reboot"));
        assertEquals(Optional.of(C), story.holder(ENI));
    }

    @Test
    @DisplayName("an interface of somebody else that has come meanwhile keeps a standby from being rebooted")
    void noRebootUnderSomebodyElse() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED).policy(Situation::rebooting));
        story.region.noDevice.add(B);
        story.time.at(Duration.ofSeconds(30), () -> story.region.occupied(B, new DevicePosition(7, 0)));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(0, count(story, "reboot"));
        assertEquals(Optional.of(C), story.holder(ENI));
    }

    @Test
    @DisplayName("an active that works again is not stopped by a fence")
    void noFenceOfWhatWorks() {
        Story story = new Story(usual().impaired(A, Duration.ofMinutes(3)).policy(Situation::fencing));
        // After the look, and before the stop.
        story.time.at(Duration.ofMillis(100), () -> story.region.recovers(A));
        is(Verdict.HEALTHY, story.event(Cause.STATUS_CHECK, A));
        assertEquals(List.of(), story.region.writes);
    }

    @Test
    @DisplayName("a look that is older than the one before it stops nobody without having asked who else is there")
    void noFenceUnasked() {
        Story story = new Story(usual().impaired(A, Duration.ofMinutes(3)).policy(Situation::fencing));
        story.region.nextStates.add(InstanceState.SHUTTING_DOWN);
        is(Verdict.FAILED, story.event(Cause.STATUS_CHECK, A));
        assertEquals(List.of(), story.region.writes);
    }

    @Test
    @DisplayName(
            "no reboot without the tag, nor where it would not help: a guest that has just booted, another interface")
    void noRebootWhereNotMeant() {
        Story untagged = stopped();
        untagged.region.noDevice.add(B);
        is(Verdict.SUCCEEDED, untagged.event(Cause.STATE_CHANGE, A));
        Story fresh = new Story(usual().state(A, InstanceState.STOPPED).policy(Situation::rebooting));
        fresh.region.noDevice.add(B);
        fresh.region.freshlyBooted = true;
        is(Verdict.SUCCEEDED, fresh.event(Cause.STATE_CHANGE, A));
        Story shared = new Story(usual().state(A, InstanceState.STOPPED).policy(Situation::rebooting));
        shared.region.noDevice.add(B);
        shared.region.instances.computeIfPresent(B, (id, b) -> Story.occupying(b, new DevicePosition(7, 0)));
        Report report = shared.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertTrue(report.warnings().stream().anyMatch(w -> w.contains("has other interfaces")), report.toString());
        for (Story story : List.of(untagged, fresh, shared)) {
            assertEquals(0, count(story, "reboot"));
            assertEquals(Optional.of(C), story.holder(ENI));
        }
    }

    @Test
    @DisplayName("a reboot that the role may not ask for is said, and the next standby is taken")
    void rebootDenied() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED).policy(Situation::rebooting));
        story.region.noDevice.add(B);
        story.region.denied.add("ec2:RebootInstances");
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertTrue(ReportText.of(report).contains("may not call ec2:RebootInstances"), ReportText.of(report));
        assertEquals(Optional.of(C), story.holder(ENI));
    }

    @Test
    @DisplayName("the SSM document was changed behind the function's back, or is of another deployment")
    void anotherDocument() {
        Story story = stopped();
        story.region.script = "ab".repeat(32);
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertEquals(
                1,
                report.warnings().stream()
                        .filter(w -> w.contains("another routing script"))
                        .count());
        assertTrue(stopped().event(Cause.STATE_CHANGE, A).warnings().isEmpty(), "nothing to warn of");
    }

    @Test
    @DisplayName("shown attached to an instance that no longer exists (aws-nuke#607)")
    void holderGone() {
        Story story = new Story(usual());
        story.region.instances.remove(A);
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    @Test
    @DisplayName("waits for available, never for an attachment that says detached (terraform-provider-aws#45835)")
    void waitsForAvailable() {
        Report report = stopped().event(Cause.STATE_CHANGE, A);
        assertTrue(report.outcomes().stream().anyMatch(o -> o.message().equals("available after a normal detach")));
    }

    @Test
    @DisplayName("attached, says the API, and the guest has no device (amazon-ecs-agent#1520)")
    void noDevice() {
        Story story = stopped();
        story.region.noDevice.add(B);
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(C), story.holder(ENI));
    }

    @Test
    @DisplayName("index taken on the standby: found out before the detach (k8s-vpcnet#71, cilium#15877)")
    void indexTakenIsKnownBefore() {
        Story story = new Story(usual().without(C).state(A, InstanceState.STOPPED));
        Instance b = Optional.ofNullable(story.region.instances.get(B)).orElseThrow();
        story.region.instances.put(B, Story.occupying(b, new DevicePosition(1, 0)));
        is(Verdict.NO_STANDBY, story.event(Cause.STATE_CHANGE, A));
        assertEquals(List.of(), story.region.writes);
    }

    @Test
    @DisplayName("a person's own detach that hangs is left alone, and ended by a person's drill (amazon.aws#501)")
    void handsOwnDetachHangs() {
        Story story = new Story(usual());
        story.region.stuck = true;
        Attachment leaving = altered(attached(ENI, A, 1), "status", AttachmentStatus.DETACHING);
        story.region.put(story.region.eni(ENI), Optional.of(leaving));
        assertEquals(
                Verdict.INCONCLUSIVE,
                Optional.ofNullable(story.sweeps().verdicts().get(Story.SIP)).orElseThrow());
        assertEquals(List.of(), story.region.writes);
        is(Verdict.SUCCEEDED, story.drill("{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}"));
        assertEquals(Optional.of(B), story.holder(ENI));
        assertTrue(story.region.writes.contains("force-detach " + leaving.id()), story.region.writes::toString);
    }

    @Test
    @DisplayName("a crash between detach and attach leaves no orphan (amazon-vpc-cni-k8s#1447)")
    void crashBetween() {
        Story story = stopped();
        story.event(Cause.STATE_CHANGE, A, Duration.ofSeconds(7));
        story.time.sleep(Duration.ofSeconds(31));
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    @Test
    @DisplayName("a dead run's lease ends by itself (F5 cloud-failover #17, #12)")
    void deadLease() {
        Story story = stopped();
        assertTrue(story.groupStore.acquire(Story.SIP, "dead", Duration.ofSeconds(30)) instanceof Acquired);
        is(Verdict.BUSY, story.event(Cause.STATE_CHANGE, A));
        story.time.sleep(Duration.ofSeconds(33));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
    }

    @Test
    @DisplayName("another group's state is not used (F5 cloud-failover #147)")
    void anothersState() {
        Story story = stopped();
        story.groupStore.acquire(new GroupName("other"), "other", Duration.ofHours(1));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
    }

    @Test
    @DisplayName("a recovering old holder takes nothing back, and strips nobody (F5 #118, karpenter#8821)")
    void oldHolderRecovers() {
        Story story = stopped();
        story.event(Cause.STATE_CHANGE, A);
        int writes = story.region.writes.size();
        story.region.state(A, InstanceState.RUNNING);
        is(Verdict.MOVED_ALREADY, story.event(Cause.RECOVERED, A));
        is(Verdict.MOVED_ALREADY, story.event(Cause.STATE_CHANGE, A));
        assertEquals(List.of(), story.sweeps().reports());
        // Nothing but the clean-up of what it had of the ENI's routing.
        assertEquals(List.of("cleanup on " + A), story.region.writes.subList(writes, story.region.writes.size()));
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    @Test
    @DisplayName("throttling delays a failover and does not kill it (F5 #80, resource-agents#1876)")
    void throttling() {
        Story story = stopped();
        story.region.nextAttach.addAll(Collections.nCopies(8, ErrorKind.THROTTLED));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    @Test
    @DisplayName("a permanent error is not retried: the next standby is asked, each once (F5 #132)")
    void permanentError() {
        Story story = stopped();
        story.region.nextAttach.addAll(Collections.nCopies(100, ErrorKind.UNEXPECTED));
        is(Verdict.FAILED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(2, count(story, "attach"));
    }

    @Test
    @DisplayName("a foreign event is dropped with a reason (aws-node-termination-handler#272, #331)")
    void foreign() {
        String event = "{\"source\":\"aws.autoscaling\",\"detail-type\":\"EC2 Instance Terminate Successful\"}";
        assertTrue(
                new EventParser("eu-west-1")
                                .read(event.getBytes(StandardCharsets.UTF_8))
                                .getFirst()
                        instanceof Signal.Ignored);
    }

    @Test
    @DisplayName("two events of one instance: one waits at the lease, and knocks (aws-node-termination-handler#307)")
    void race() {
        Story story = stopped();
        Report[] second = new Report[1];
        story.region.beforeNextWrite.add(() -> second[0] = story.event(Cause.STATUS_CHECK, A));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        is(Verdict.BUSY, second[0]);
        assertEquals(1, count(story, "attach"));
        assertEquals(1, count(story, "detach"));
    }

    @Test
    @DisplayName("impaired but running tells no state change: the sweep sees it (karpenter#8899)")
    void impairedAndRunning() {
        Story story = new Story(usual().impaired(A, Duration.ofMinutes(2)));
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
    }

    @Test
    @DisplayName("stuck stopping for minutes: with fence=stop nothing is moved, and that is said (fence-agents#632)")
    void stuckStopping() {
        Story story = new Story(usual().state(A, InstanceState.STOPPING).policy(Situation::fencing));
        story.region.denied.add("ec2:StopInstances");
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.FAILED, report);
        assertEquals(0, count(story, "detach"));
    }

    @Test
    @DisplayName("success is not read from a marker written before the act (fence_aws_vpc_net)")
    void noMarker() {
        Story story = new Story(usual().without(C).state(A, InstanceState.STOPPED));
        story.region.attaches = Duration.ofHours(1);
        is(Verdict.FAILED, story.event(Cause.STATE_CHANGE, A));
    }

    @Test
    @DisplayName("the result of the command is waited for, not read after a fixed sleep (alternat)")
    void commandResult() {
        Story story = stopped();
        story.region.attaches = Duration.ofSeconds(20);
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
    }

    @Test
    @DisplayName("a holder that is off is left at once: there is nothing to cool down")
    void noCoolDownForAHolderThatIsOff() {
        Story story = stopped();
        story.event(Cause.STATE_CHANGE, A);
        story.region.state(B, InstanceState.STOPPED);
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, B));
        assertEquals(Optional.of(C), story.holder(ENI));
    }

    @Test
    @DisplayName("no flapping: a second failover by itself only after the cool-down (AWS guidance for floating IPs)")
    void flapping() {
        Story story = stopped();
        story.event(Cause.STATE_CHANGE, A);
        story.region.state(A, InstanceState.RUNNING);
        story.region.impaired(B, Duration.ofMinutes(3));
        is(Verdict.COOLING_DOWN, story.event(Cause.STATUS_CHECK, B));
        story.time.sleep(Duration.ofSeconds(301));
        is(Verdict.SUCCEEDED, story.event(Cause.STATUS_CHECK, B));
        // A runs again, but its status checks have not passed yet.
        assertEquals(Optional.of(C), story.holder(ENI));
    }

    @Test
    @DisplayName("a primary interface is refused before anything is tried (cloud-governance#952)")
    void primary() {
        Story story = new Story(usual().eni(ENI, attached(ENI, A, 0)).state(A, InstanceState.STOPPED));
        is(Verdict.NO_STANDBY, story.event(Cause.STATE_CHANGE, A));
        assertEquals(List.of(), story.region.writes);
    }

    @Test
    @DisplayName("a missing permission is that, never nothing to do (F5 documentation)")
    void missingPermission() {
        Story story = stopped();
        story.region.denied.add("ec2:DescribeNetworkInterfaces");
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.FAILED, report);
        assertFalse(report.evidence().isEmpty());
        assertTrue(ReportText.of(report).contains("may not call ec2:DescribeNetworkInterfaces"));
    }
}
