package enifailover.testkit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.AuditBaseline.LastAudit;
import enifailover.model.audit.EniTraits;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.audit.RoutingCheck;
import enifailover.model.audit.StagedFile;
import enifailover.model.group.GroupName;
import enifailover.port.AuditStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every book of audits does, whatever it keeps its rows in.
public abstract class AuditStoreContract {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123Z");
    private static final EniId ENI = new EniId("eni-0a1b2c3d4e5f60718");
    private static final EniTraits TRAITS = new EniTraits(
            new TreeSet<>(List.of("sg-1", "sg-2")),
            false,
            Map.of("10.0.0.1", "198.51.100.7", "10.0.0.2", "198.51.100.8"));
    private static final EniTraits BARE = new EniTraits(new TreeSet<>(), true, Map.of());

    private final GroupName group = new GroupName("group-" + UUID.randomUUID());

    protected abstract AuditStore book();

    private AuditBaseline read() {
        return book().read().groups().getOrDefault(group, AuditBaseline.NOTHING);
    }

    private static AuditBaseline accepted(EniTraits traits, String... keys) {
        return AuditBaseline.NOTHING
                .withTraits(Map.of(ENI, traits))
                .withLast(Optional.of(new LastAudit(keys.length == 0, new TreeSet<>(List.of(keys)), NOON)));
    }

    @Test
    void whatIsKeptIsRead() {
        assertFalse(book().read().groups().containsKey(group));
        InstanceId one = new InstanceId("i-0a1b2c3d4e5f60711");
        InstanceId two = new InstanceId("i-0a1b2c3d4e5f60722");
        AuditBaseline kept = new AuditBaseline(
                Map.of(ENI, TRAITS, new EniId("eni-0a1b2c3d4e5f60719"), BARE),
                Optional.of(new LastAudit(false, new TreeSet<>(List.of("BLOCKER a b", "WARNING c d")), NOON)),
                Optional.empty(),
                Map.of(
                        one, new StagedFile("eni=eni-1,mac=02:00:00:00:00:01", "hash", NOON, StagedFile.End.DONE, ""),
                        two,
                                new StagedFile(
                                        "eni=eni-1,mac=02:00:00:00:00:01", "", NOON, StagedFile.End.FAILED, "exit 50")),
                Optional.of(new RoutingCheck(one, NOON, RoutingCheck.Said.NOT_ROUTED, "exit 31")),
                Optional.of(NOON));
        book().keep(group, kept);
        assertEquals(kept, read());
    }

    @Test
    void whatIsKeptIsReplacedAsAWhole() {
        book().keep(group, accepted(TRAITS, "BLOCKER a b"));
        AuditBaseline later = accepted(BARE);
        book().keep(group, later);
        book().keep(group, later);
        assertEquals(later, read());
        book().keep(group, AuditBaseline.NOTHING);
        assertEquals(AuditBaseline.NOTHING, read());
    }

    /// Another function writes it, perhaps at the same moment.
    @Test
    void anAuditDoesNotForgetADrill() {
        book().drilled(group, NOON);
        book().keep(group, accepted(TRAITS));
        assertEquals(Optional.of(NOON), read().drilledAt());
        assertEquals(Map.of(ENI, TRAITS), read().traits());
        book().keep(group, accepted(BARE));
        assertEquals(Optional.of(NOON), read().drilledAt());
    }

    @Test
    void theLatestDrillCounts() {
        book().drilled(group, NOON);
        book().drilled(group, NOON.minusSeconds(60));
        assertEquals(Optional.of(NOON), read().drilledAt());
        book().drilled(group, NOON.plusSeconds(60));
        assertEquals(Optional.of(NOON.plusSeconds(60)), read().drilledAt());
    }

    @Test
    void theLatestAnswerCounts() {
        Instant later = NOON.plusSeconds(3600);
        PermissionCheck refused = new PermissionCheck(later, group, Optional.of("the role may not"));
        book().asked(refused);
        assertEquals(Optional.of(refused), book().read().rights());
        book().asked(new PermissionCheck(later.minusSeconds(1), group, Optional.empty()));
        assertEquals(Optional.of(refused), book().read().rights());
        PermissionCheck allowed = new PermissionCheck(later.plusSeconds(100_000), group, Optional.empty());
        book().asked(allowed);
        assertEquals(Optional.of(allowed), book().read().rights());
        assertFalse(book().read().groups().containsKey(group));
    }
}
