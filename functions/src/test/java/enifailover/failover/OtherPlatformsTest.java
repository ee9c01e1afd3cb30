package enifailover.failover;

import static enifailover.model.group.Altered.altered;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.SsmAgentStatus;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.group.GroupState;
import enifailover.report.Report;
import enifailover.report.ReportText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Routing is for Linux. On Windows, and where Systems Manager names no platform, a move succeeds without it, says so,
/// and no command is sent anywhere.
class OtherPlatformsTest {
    private static Story with(InstanceId id, Reach reach, Optional<String> platform) {
        Story story = new Story(usual());
        Instance one = Optional.ofNullable(story.region.instances.get(id)).orElseThrow();
        story.region.instances.put(id, altered(one, "shell", new SsmAgentStatus(reach, platform)));
        return story;
    }

    private static Report fails(Story story) {
        story.region.state(A, InstanceState.STOPPED);
        Report report = story.event(Cause.STATE_CHANGE, A);
        assertEquals(Verdict.SUCCEEDED, report.verdict(), () -> ReportText.of(report));
        assertEquals(Optional.of(B), story.holder(ENI));
        return report;
    }

    private static List<String> commands(Story story) {
        return story.region.writes.stream().filter(w -> w.contains(" on ")).toList();
    }

    private static void says(Report report, String message) {
        assertTrue(report.warnings().stream().anyMatch(w -> w.contains(message)), () -> ReportText.of(report));
    }

    @Test
    void aWindowsStandbyTakesTheEnisAndIsSentNothing() {
        Story story = with(B, Reach.ONLINE, Optional.of("Windows"));
        says(fails(story), B + " runs Windows: no routing is needed there");
        assertEquals(List.of(), commands(story));
    }

    @Test
    void anotherSystemTakesTheEnisAndItIsSaidThatRoutingIsUnknown() {
        Story story = with(B, Reach.ONLINE, Optional.of("MacOS"));
        says(fails(story), B + " runs MacOS: it is not known whether it needs routing");
        assertEquals(List.of(), commands(story));
    }

    @Test
    void aPlatformThatSystemsManagerDoesNotNameIsUnknownToo() {
        Story story = with(B, Reach.ONLINE, Optional.empty());
        says(
                fails(story),
                B
                        + " runs an operating system that Systems Manager does not report: it is not known whether it needs routing");
        assertEquals(List.of(), commands(story));
    }

    @Test
    void aLinuxStandbyIsRoutedAndNothingIsSaidOfPlatforms() {
        Story story = with(B, Reach.ONLINE, Optional.of("Linux"));
        Report report = fails(story);
        assertEquals(List.of("apply on " + B), commands(story));
        assertTrue(report.warnings().stream().noneMatch(w -> w.contains(" runs ")), () -> ReportText.of(report));
    }

    @Test
    void whereSystemsManagerCouldNotBeAskedTheCommandIsTriedAllTheSame() {
        // The story's Systems Manager refuses whoever is not online: so the ENI goes back or on, but it was tried.
        Story story = with(B, Reach.UNKNOWN, Optional.empty());
        story.region.state(A, InstanceState.STOPPED);
        story.event(Cause.STATE_CHANGE, A);
        assertTrue(commands(story).contains("apply on " + B), () -> story.region.writes.toString());
    }

    @Test
    void aWindowsHolderThatIsLeftIsNotToldToCleanUp() {
        Story story = with(A, Reach.ONLINE, Optional.of("Windows"));
        Report report = story.drill("{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}");
        assertEquals(Verdict.SUCCEEDED, report.verdict(), () -> ReportText.of(report));
        assertEquals(List.of("apply on " + B), commands(story));
    }

    @Test
    void aWindowsHolderThatComesBackOwesNothing() {
        Story story = with(A, Reach.ONLINE, Optional.of("Windows"));
        fails(story);
        story.region.state(A, InstanceState.RUNNING);
        story.sweepsFor(Duration.ofMinutes(3));
        assertEquals(List.of("apply on " + B), commands(story));
        assertTrue(Optional.ofNullable(story.groupStore.memories().get(Story.SIP))
                .orElse(GroupState.NONE)
                .after()
                .pendingCleanups()
                .isEmpty());
    }
}
