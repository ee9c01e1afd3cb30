package enifailover.readiness;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.AttachmentAttributes;
import enifailover.model.DevicePosition;
import enifailover.model.InstanceState;
import enifailover.model.StatusChecks;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.EniTraits;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.group.Finding;
import enifailover.model.group.GroupName;
import enifailover.model.group.SavedAttachment;
import enifailover.port.AuditStore;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.EventPublisher.Announcement;
import enifailover.readiness.audit.AuditWorld;
import enifailover.readiness.check.Audit;
import enifailover.readiness.check.Audit.Kept;
import enifailover.testkit.memory.MemoryAuditStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The story of an audit, over a world that refuses.
class ReadinessAuditTest {
    private static final GroupName SIP = new GroupName("sip");
    private final AuditWorld world = new AuditWorld();

    private Audit audits() {
        return world.readiness(true).run(Optional.empty(), NOW.plusSeconds(300));
    }

    private static AuditBaseline remembered(AuditStore book) {
        return Objects.requireNonNull(book.read().groups().get(SIP));
    }

    private static List<String> checks(Audit audit) {
        return audit.groups().getFirst().findings().stream().map(Finding::check).toList();
    }

    @Test
    void aWellGroupIsReadyAndNobodyIsTold() {
        Audit audit = audits();
        assertEquals(1, audit.ready());
        assertEquals(List.of(), checks(audit));
        assertEquals(List.of(), audit.deployment());
        assertEquals(List.of(), world.told);
    }

    /// It would take the ENI for at home where it is, over what it has not read, and nobody would verify its routing.
    @Test
    void whatCouldNotBeReadIsNotOverwritten() {
        SavedAttachment elsewhere = new SavedAttachment(new DevicePosition(1, 0), AttachmentAttributes.FRESH, B);
        assertTrue(world.groupStore.saveAttachments(SIP, Map.of(ENI, elsewhere), Set.of()));
        world.groupStore.unread = true;
        Audit audit = audits();
        assertTrue(
                audit.deployment().stream().anyMatch(one -> one.toString().contains("dynamodb:Query")),
                audit::toString);
        world.groupStore.unread = false;
        assertEquals(
                Map.of(ENI, elsewhere),
                Objects.requireNonNull(world.groupStore.memories().get(SIP)).enis());
    }

    @Test
    void readinessThatChangesIsToldOnceEachWay() {
        audits();
        world.scene.situation().state(B, InstanceState.STOPPED).without(enifailover.model.group.Situation.C);
        audits();
        assertEquals(1, world.told.size());
        audits();
        assertEquals(2, world.told.size());
        assertTrue(world.told.getLast().message().contains("has left the group"), world.told::toString);
        audits();
        assertEquals(2, world.told.size());
        Announcement lost = world.told.getFirst();
        assertEquals("Readiness Changed", lost.kind().detailType());
        assertEquals("NOT READY: a failover of sip would not work", lost.subject());
        assertTrue(lost.detailJson().contains("\"appeared\":[\"BLOCKER no-standby sip\""), lost.detailJson());
        world.scene.situation().state(B, InstanceState.RUNNING).checks(B, StatusChecks.PASSED);
        audits();
        assertEquals(3, world.told.size());
        assertEquals("Ready: sip", world.told.getLast().subject());
        assertTrue(world.told.getLast().detailJson().contains("\"wasReady\":false"));
    }

    @Test
    void whatCouldNotBeToldIsToldByTheNextAudit() {
        audits();
        world.scene.situation().state(B, InstanceState.STOPPED);
        world.eventPublisherRefuses = true;
        Audit audit = audits();
        assertTrue(audit.deployment().stream().anyMatch(one -> one.check().equals("notification-failed")));
        world.eventPublisherRefuses = false;
        audits();
        audits();
        assertEquals(1, world.told.size());
    }

    @Test
    void aFaultOfTheDeploymentIsOneMessageAndNotOneAGroup() {
        audits();
        world.book.asked(new PermissionCheck(NOW.plusSeconds(1), SIP, Optional.of("denied")));
        Audit audit = audits();
        assertEquals(0, audit.ready());
        assertEquals(1, world.told.size());
        assertEquals("*deployment", world.told.getFirst().group());
    }

    @Test
    void traitsAreAcceptedWhenFirstSeenAndAgainOnlyWhenAPersonSaysSo() {
        audits();
        EniTraits other = world.scene.changeTraits();
        assertEquals(List.of("source-dest-check"), checks(audits()));
        assertEquals(List.of("source-dest-check"), checks(audits()));
        Audit accepted = world.readiness(true).run(Optional.of(SIP), NOW.plusSeconds(300));
        assertEquals(List.of(), checks(accepted));
        assertEquals(Map.of(ENI, other), remembered(world.book).traits());
        assertEquals(List.of(), checks(audits()));
    }

    @Test
    void aGroupThatIsGoneIsForgottenOnlyWhenAPersonSaysSo() {
        GroupName gone = new GroupName("gone");
        AuditBaseline last = AuditBaseline.NOTHING.withTraits(Map.of(ENI, world.scene.traitsOf(ENI)));
        world.book.keep(gone, last);
        assertEquals("group-missing", audits().deployment().getFirst().check());
        assertEquals(
                last.withGoneSince(Optional.of(NOW)), world.book.read().groups().get(gone));
        assertEquals(
                List.of(),
                world.readiness(true)
                        .run(Optional.of(gone), NOW.plusSeconds(300))
                        .deployment());
    }

    /// A name that is misspelt at night must not look accepted.
    @Test
    void acceptingSaysWhatItAcceptedAndThatThereIsNoSuchGroup() {
        Audit right = world.readiness(true).run(Optional.of(SIP), NOW.plusSeconds(300));
        assertEquals(List.of(new Kept("accepted the present state of group sip", Optional.empty())), right.kept());
        Audit wrong = world.readiness(true).run(Optional.of(new GroupName("spi")), NOW.plusSeconds(300));
        assertTrue(
                wrong.kept().getFirst().refused().orElse("").contains("no group with this name"),
                wrong.kept()::toString);
        assertFalse(world.book.read().groups().containsKey(new GroupName("spi")));
    }

    @Test
    void anUnreadableBookIsAWarningAndLosesNothing() {
        audits();
        AuditBaseline before = remembered(world.book);
        world.bookRefuses(true);
        world.scene.changeTraits();
        Audit audit = audits();
        assertTrue(audit.deployment().stream().anyMatch(one -> one.check().equals("data-unavailable")));
        assertEquals(List.of(), world.told);
        world.bookRefuses(false);
        assertEquals(before, world.book.read().groups().get(SIP));
        assertEquals(List.of("source-dest-check"), checks(audits()));
    }

    @Test
    void whereEc2CannotBeSeenThereIsNoAuditThatLooksClean() {
        world.surveyRefuses = true;
        assertThrows(AwsCallException.class, this::audits);
    }

    @Test
    void alarmsAreMadeForMembersAndReported() {
        world.scene.noAlarms();
        Audit audit = audits();
        assertEquals(9, audit.kept().size());
        assertEquals(9, world.alarmsMade);
        assertEquals(List.of(), checks(audit));
    }

    @Test
    void aDeploymentThatOnlyReportsChangesNothingAndFindsIt() {
        world.scene.noAlarms();
        Audit audit = world.readiness(false).run(Optional.empty(), NOW.plusSeconds(300));
        assertEquals(List.of(), audit.kept());
        assertEquals(0, world.alarmsMade);
        assertEquals(List.of("alarm-missing", "alarm-missing", "alarm-missing"), checks(audit));
    }

    @Test
    void aKindOfChangeThatIsDeniedIsAskedForOnce() {
        world.scene.noAlarms();
        world.keeperRefuses = Optional.of(ErrorKind.DENIED);
        Audit audit = audits();
        assertEquals(1, audit.kept().size());
        assertTrue(audit.kept().getFirst().refused().isPresent());
        assertEquals(3, checks(audit).size());
    }

    @Test
    void changesThatDoNotFitIntoTheTimeAreLeftToTheNextAudit() {
        world.scene.noAlarms();
        world.keeperTakesSeconds = 60;
        Audit audit = world.readiness(true).run(Optional.empty(), NOW.plusSeconds(300));
        assertEquals(4, world.alarmsMade);
        assertEquals("5 more", audit.kept().getLast().message());
    }

    @Test
    void itRemembersWhatEc2ForgetsAlsoWhereNoSweepRuns() {
        audits();
        assertEquals(
                A,
                Objects.requireNonNull(Objects.requireNonNull(
                                        world.groupStore.memories().get(SIP))
                                .enis()
                                .get(ENI))
                        .holder());
    }

    private Audit asks() {
        return world.asking().run(Optional.empty(), world.time.now().plusSeconds(300));
    }

    @Test
    void theGuestOfTheActiveIsAskedAndBelieved() {
        assertEquals(List.of(), checks(asks()));
        world.time.sleep(Duration.ofMinutes(11));
        world.guests.unrouted.add(A);
        assertEquals(List.of("routing"), checks(asks()));
        world.guests.unrouted.remove(A);
        assertEquals(List.of(), checks(asks()), "who said that it does not route is asked again at once");
        assertEquals(List.of("verify " + A, "verify " + A, "verify " + A), world.guests.commands);
    }

    @Test
    void whoHasJustSaidThatItRoutesIsNotAskedAgainByTheNextEvent() {
        asks();
        asks();
        assertEquals(List.of("verify " + A), world.guests.commands);
    }

    @Test
    void aGuestThatDoesNotAnswerIsAWarningAndBlocksNothing() {
        world.guests.silent.add(A);
        Audit audit = asks();
        assertEquals(List.of("routing"), checks(audit));
        assertEquals(1, audit.ready());
    }

    @Test
    void whatAGuestSaidStandsUntilItIsAskedAgainAndFallsWhenNobodyAsksAnyMore() {
        world.guests.unrouted.add(A);
        asks();
        world.guests.refuses = Optional.of(ErrorKind.THROTTLED);
        assertEquals(List.of("routing"), checks(asks()));
        assertEquals(1, world.told.size(), "told once");
        assertEquals(List.of(), checks(audits()));
        assertEquals(Optional.empty(), remembered(world.book).verified());
    }

    @Test
    void aBookThatRemembersADrill() {
        AuditStore book = new MemoryAuditStore();
        book.drilled(SIP, NOW);
        assertEquals(Optional.of(NOW), remembered(book).drilledAt());
    }
}
