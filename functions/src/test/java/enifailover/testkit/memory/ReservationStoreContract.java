package enifailover.testkit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.DevicePosition;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.port.ReservationStore;
import enifailover.port.ReservationStore.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every implementation of [ReservationStore] must do.
public abstract class ReservationStoreContract {
    private static final GroupName SIP = new GroupName("sip");
    private static final GroupName DB = new GroupName("db");
    private static final InstanceId STANDBY = new InstanceId("i-0b0b0b0b");
    private static final InstanceId OTHER = new InstanceId("i-0c0c0c0c");
    private static final DevicePosition ONE = new DevicePosition(1, 0);
    private static final DevicePosition TWO = new DevicePosition(2, 1);
    private static final Duration LASTS = Duration.ofSeconds(45);

    /// The same reservations each time.
    protected abstract ReservationStore reservations();

    protected abstract ManualScheduler time();

    private Instant until() {
        return time().now().plus(LASTS);
    }

    private boolean reserve(GroupName group, Reading seen, DevicePosition... slots) {
        return reservations().reserve(group, STANDBY, Set.of(slots), until(), seen);
    }

    private List<String> read() {
        return reservations().read().slots().stream()
                .map(one -> one.instance() + " " + one.devicePosition() + " " + one.group())
                .sorted()
                .toList();
    }

    @Test
    void whatIsReservedIsSeen() {
        assertEquals(Reading.NONE, reservations().read());
        assertTrue(reserve(SIP, Reading.NONE, ONE, TWO));
        assertEquals(List.of(STANDBY + " index 1 sip", STANDBY + " index 2 on network card 1 sip"), read());
        assertEquals(until(), reservations().read().slots().getFirst().until());
    }

    @Test
    void ofTwoThatReadTheSameOnlyTheFirstReserves() {
        Reading both = reservations().read();
        assertTrue(reserve(SIP, both, ONE));
        assertFalse(reserve(DB, both, ONE));
        assertFalse(reserve(DB, both, TWO), "another slot too: the interfaces of an instance are counted together");
        assertTrue(reserve(DB, reservations().read(), TWO));
        assertEquals(List.of(STANDBY + " index 1 sip", STANDBY + " index 2 on network card 1 db"), read());
    }

    @Test
    void anotherInstanceIsAnotherMatter() {
        Reading both = reservations().read();
        assertTrue(reserve(SIP, both, ONE));
        assertTrue(reservations().reserve(DB, OTHER, Set.of(ONE), until(), both));
    }

    @Test
    void aGroupReplacesItsOwn() {
        assertTrue(reserve(SIP, Reading.NONE, ONE));
        assertTrue(reserve(SIP, reservations().read(), TWO));
        assertEquals(List.of(STANDBY + " index 2 on network card 1 sip"), read());
    }

    @Test
    void itEndsByItselfAndCountsAMomentLongerForAWrongClock() {
        assertTrue(reserve(SIP, Reading.NONE, ONE));
        time().sleep(LASTS.plusSeconds(2));
        assertEquals(List.of(STANDBY + " index 1 sip"), read());
        time().sleep(Duration.ofMillis(1));
        assertEquals(List.of(), read());
        assertTrue(reserve(DB, reservations().read(), ONE));
        assertEquals(List.of(STANDBY + " index 1 db"), read());
    }

    @Test
    void itIsProlonged() {
        assertTrue(reserve(SIP, Reading.NONE, ONE));
        time().sleep(LASTS);
        reservations().extend(SIP, STANDBY, Set.of(ONE), until());
        time().sleep(LASTS);
        assertEquals(List.of(STANDBY + " index 1 sip"), read());
    }

    @Test
    void aProlongedOneIsNotOverwrittenByWhoReadItBefore() {
        assertTrue(reserve(SIP, Reading.NONE, ONE));
        Reading before = reservations().read();
        reservations().extend(SIP, STANDBY, Set.of(ONE), until());
        assertFalse(reserve(DB, before, TWO));
    }

    @Test
    void onlyItsOwnGroupProlongsItAndGivesItBack() {
        assertTrue(reserve(SIP, Reading.NONE, ONE));
        reservations().giveBack(DB, STANDBY, Set.of(ONE));
        reservations().extend(DB, STANDBY, Set.of(ONE, TWO), until().plus(LASTS));
        assertEquals(List.of(STANDBY + " index 1 sip"), read());
        assertEquals(until(), reservations().read().slots().getFirst().until());
        reservations().giveBack(SIP, STANDBY, Set.of(ONE));
        assertEquals(List.of(), read());
        reservations().giveBack(SIP, OTHER, Set.of(ONE)); // nothing is there
    }
}
