package enifailover.readiness;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.group.Finding;
import enifailover.port.AuditSchedule;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.readiness.ReadinessRequest.Asked;
import enifailover.readiness.ReadinessRequest.OfInstance;
import enifailover.readiness.ReadinessRequest.Scheduled;
import enifailover.readiness.ReadinessRequest.TagsChanged;
import enifailover.readiness.audit.AuditWorld;
import enifailover.readiness.check.Audit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What wakes an audit, and how many audits many events are.
class AuditDebouncerTest {
    private static final InstanceId FOREIGN = new InstanceId("i-00000000000000fff");
    private final AuditWorld world = new AuditWorld();
    private final AuditDebouncer auditDebouncer = world.audits();

    private Optional<Audit> handle(ReadinessRequest request) {
        return auditDebouncer.handle(request, world.time.now().plusSeconds(300));
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
        AuditSchedule away = new AuditSchedule() {
            @Override
            public Optional<Instant> due() {
                throw new AwsCallException(ErrorKind.UNANSWERED, "dynamodb:Query", "Timeout", "no answer", null);
            }

            @Override
            public boolean take(Instant now, Instant due) {
                throw new AwsCallException(ErrorKind.UNANSWERED, "dynamodb:UpdateItem", "Timeout", "no answer", null);
            }
        };
        AuditDebouncer alone = new AuditDebouncer(world.readiness(true), world, away, world.time);
        assertTrue(alone.handle(now(A), NOW.plusSeconds(300)).isPresent());
        assertTrue(alone.handle(now(B), NOW.plusSeconds(300)).isPresent());
    }
}
