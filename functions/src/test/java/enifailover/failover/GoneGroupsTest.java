package enifailover.failover;

import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.InstanceState;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.model.group.SavedAttachment;
import enifailover.model.group.Situation;
import enifailover.readiness.audit.AuditWorld;
import enifailover.readiness.check.Audit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Names of groups that are gone: each is told of, forgotten when a person says so or after a month, and many of them
/// make no more noise than a few.
class GoneGroupsTest {
    private final AuditWorld world = new AuditWorld();

    private static GroupName name(int i) {
        return new GroupName("gone-%02d".formatted(i));
    }

    private void gone(int number) {
        for (int i = 0; i < number; i++) {
            world.book.keep(name(i), AuditBaseline.NOTHING.withTraits(Map.of(ENI, world.scene.traitsOf(ENI))));
            world.groupStore.saveAttachments(
                    name(i), Map.of(ENI, SavedAttachment.of(Situation.attached(ENI, B, 1))), Set.of(B));
        }
    }

    private Instant deadline() {
        return world.time.now().plusSeconds(300);
    }

    private Audit audits() {
        return world.readiness(true).run(Optional.empty(), deadline());
    }

    private static long findings(Audit audit) {
        return audit.deployment().stream()
                .filter(one -> one.check().equals("group-missing"))
                .count();
    }

    private AuditBaseline remembered(GroupName group) {
        return Objects.requireNonNull(world.book.read().groups().get(group));
    }

    @Test
    void allThatAreGoneAreForgottenAtOnceWhenAPersonSaysSo() {
        gone(3);
        assertEquals(3, findings(audits()));
        Audit after = world.readiness(true).forgetGone(deadline());
        assertEquals(0, findings(after));
        assertEquals(
                List.of("deleted the records of groups that no longer exist: 3"),
                after.kept().stream().map(Audit.Kept::message).toList());
        assertEquals(0, findings(audits()));
        assertEquals(GroupState.NONE, world.groupStore.memories().get(name(0)));
        assertTrue(remembered(new GroupName("sip")).goneSince().isEmpty());
        assertFalse(remembered(new GroupName("sip")).traits().isEmpty(), "what is there is not forgotten");
    }

    /// One look may miss an ENI: what no audit has found gone before is not forgotten.
    @Test
    void whatIsGoneForTheFirstTimeIsKept() {
        gone(1);
        assertEquals(1, findings(world.readiness(true).forgetGone(deadline())));
        assertFalse(remembered(name(0)).traits().isEmpty());
    }

    @Test
    void afterAMonthItIsForgottenByItself() {
        gone(1);
        assertEquals(1, findings(audits()));
        assertEquals(
                Optional.of(NOW.plus(Duration.ofDays(30))), remembered(name(0)).over());
        world.time.sleep(Duration.ofDays(29));
        assertEquals(1, findings(audits()));
        world.time.sleep(Duration.ofDays(1));
        assertEquals(0, findings(audits()));
        assertEquals(GroupState.NONE, world.groupStore.memories().get(name(0)));
    }

    /// Whoever may tag can rename an ENI every minute: twenty names are told of, and then one message stands for all.
    @Test
    void ofEverNewNamesOneMessageStandsForAll() {
        audits();
        gone(21);
        Audit audit = audits();
        assertEquals(21, findings(audit));
        assertEquals(Set.of(Audit.DEPLOYMENT), audit.news());
        gone(22);
        assertEquals(Set.of(), audits().news(), "one more name is no news");
        assertEquals(1, world.told.size());
    }

    /// A group that is new and not ready is told of, but not where it is one of many names that come and go.
    @Test
    void thenANewNameIsNotToldOf() {
        world.scene.situation().state(B, InstanceState.STOPPED).state(C, InstanceState.STOPPED);
        gone(20);
        assertEquals(Set.of(new GroupName("sip")), audits().news());

        AuditWorld flooded = new AuditWorld();
        flooded.scene.situation().state(B, InstanceState.STOPPED).state(C, InstanceState.STOPPED);
        for (int i = 0; i < 21; i++) {
            flooded.book.keep(name(i), AuditBaseline.NOTHING.withTraits(Map.of(ENI, flooded.scene.traitsOf(ENI))));
        }
        Audit audit = flooded.readiness(true).run(Optional.empty(), deadline());
        assertEquals(Set.of(), audit.news());
        assertEquals(Set.of(new GroupName("sip")), audit.unannounced(), "nor does it make metrics");
        flooded.scene.situation().state(B, InstanceState.RUNNING).state(C, InstanceState.RUNNING);
        assertEquals(
                Set.of(new GroupName("sip")),
                flooded.readiness(true).run(Optional.empty(), deadline()).news(),
                "what is known is told of as ever");
    }
}
