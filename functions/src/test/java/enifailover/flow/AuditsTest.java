package enifailover.flow;

import static enifailover.group.Situation.A;
import static enifailover.group.Situation.B;
import static enifailover.group.Situation.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.flow.ReadinessRequest.Asked;
import enifailover.flow.ReadinessRequest.OfInstance;
import enifailover.flow.ReadinessRequest.Scheduled;
import enifailover.flow.ReadinessRequest.TagsChanged;
import enifailover.group.Finding;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
import enifailover.port.NextAudit;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.readiness.Audit;
import enifailover.readiness.AuditWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What wakes an audit, and how many audits many events are.
class AuditsTest {
    private static final InstanceId FOREIGN = new InstanceId("i-00000000000000fff");
    private final AuditWorld world = new AuditWorld();
    private final Audits audits = world.audits();

    private Optional<Audit> handle(ReadinessRequest request) {
        return audits.handle(request, world.time.now().plusSeconds(300));
    }

    private OfInstance now(InstanceId instance) {
        return new OfInstance(instance, Optional.of(world.time.now()));
    }

    @Test
    void aPersonAndTheScheduleAreAnsweredAtOnceWhateverIsDue() {
        assertTrue(world.nextAudit.take(NOW, NOW.plusSeconds(30)));
        assertTrue(handle(new Asked(Optional.empty())).isPresent());
        assertTrue(handle(new Scheduled()).isPresent());
        assertEquals(NOW, world.time.now());
    }

    /// The failover of an active that stopped takes some seconds; in its middle every group looks not ready.
    @Test
    void aMemberThatStopsIsAuditedHalfAMinuteLater() {
        world.scene.situation().state(B, InstanceState.STOPPED);
        Audit audit = handle(now(B)).orElseThrow();
        assertEquals(NOW.plusSeconds(30), audit.at());
        assertTrue(audit.groups().getFirst().findings().stream()
                .map(Finding::check)
                .toList()
                .contains("standby-running"));
    }

    @Test
    void aThousandEventsOfAMomentAreOneAuditAndOneQuestionToEc2() {
        assertTrue(world.nextAudit.take(NOW, NOW.plusSeconds(30)), "by another process");
        for (int i = 0; i < 1000; i++) {
            assertFalse(handle(now(i % 2 == 0 ? A : B)).isPresent());
        }
        assertEquals(List.of(), world.asked);
        world.time.sleep(Duration.ofSeconds(40));
        assertTrue(handle(now(A)).isPresent(), "that audit has begun before this happened");
        assertEquals(List.of(A), world.asked);
    }

    @Test
    void tagsThatAreSetOneByOneAreOneAudit() {
        assertTrue(handle(new TagsChanged(Optional.of(NOW))).isPresent());
        assertFalse(handle(new TagsChanged(Optional.of(NOW.plusSeconds(2)))).isPresent(), "seen by that audit");
        assertFalse(handle(new TagsChanged(Optional.of(NOW.plusSeconds(28)))).isPresent());
        assertTrue(handle(new TagsChanged(Optional.of(NOW.plusSeconds(30)))).isPresent());
    }

    @Test
    void theAccountsOtherInstancesAreOneLookAndKeepNobodyFromAuditing() {
        assertFalse(handle(now(FOREIGN)).isPresent());
        assertEquals(List.of(FOREIGN), world.asked);
        assertTrue(handle(now(A)).isPresent());
    }

    @Test
    void whereTheTableIsAwayEachEventIsAnAudit() {
        NextAudit away = new NextAudit() {
            @Override
            public Optional<Instant> due() {
                throw new Refused(Refusal.UNANSWERED, "dynamodb:Query", "Timeout", "no answer", null);
            }

            @Override
            public boolean take(Instant now, Instant due) {
                throw new Refused(Refusal.UNANSWERED, "dynamodb:UpdateItem", "Timeout", "no answer", null);
            }
        };
        Audits alone = new Audits(world.readiness(true), world, away, world.time);
        assertTrue(alone.handle(now(A), NOW.plusSeconds(300)).isPresent());
        assertTrue(alone.handle(now(B), NOW.plusSeconds(300)).isPresent());
    }
}
