package enifailover.execute;

import static enifailover.group.Situation.A;
import static enifailover.group.Situation.B;
import static enifailover.group.Situation.ENI;
import static enifailover.group.Situation.NOW;
import static enifailover.group.Situation.attached;
import static enifailover.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import enifailover.execute.Journey.Arrived;
import enifailover.execute.Journey.AttachNow;
import enifailover.execute.Journey.DetachNow;
import enifailover.execute.Journey.Elsewhere;
import enifailover.execute.Journey.Stuck;
import enifailover.execute.Journey.Wait;
import enifailover.group.Eni;
import enifailover.group.InstanceId;
import enifailover.group.Slot;
import enifailover.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JourneyTest {
    private final Step.Detach detach = new Step.Detach(ENI, attached(ENI, A, 1), Duration.ofSeconds(5));
    private final Journey journey =
            new Journey(Optional.of(detach), new Step.Attach(ENI, B, new Slot(1, 0)), Patience.USUAL, NOW);

    private static Optional<Eni> on(InstanceId holder, int index) {
        return usual().eni(ENI, attached(ENI, holder, index)).snapshot().enis().stream()
                .findFirst();
    }

    private static Optional<Eni> free() {
        return usual().orphan(ENI).snapshot().enis().stream().findFirst();
    }

    private static Instant later(int seconds) {
        return NOW.plusSeconds(seconds);
    }

    @Test
    void detachThenForceThenGiveUp() {
        assertEquals(new DetachNow(detach.from().id(), false), journey.need(on(A, 1), NOW));
        journey.detachSent = NOW;
        assertEquals(new Wait(), journey.need(on(A, 1), later(4)));
        assertEquals(new DetachNow(detach.from().id(), true), journey.need(on(A, 1), later(5)));
        journey.forced = later(5);
        assertEquals(new Wait(), journey.need(on(A, 1), later(204)));
        assertInstanceOf(Stuck.class, journey.need(on(A, 1), later(205)));
    }

    @Test
    void attachOnceAndAgainOnlyWhenItStaysUnseen() {
        assertEquals(new AttachNow(), journey.need(free(), NOW));
        journey.attachSent = NOW;
        journey.attachFirst = NOW;
        assertEquals(new Wait(), journey.need(free(), later(7)));
        assertEquals(new AttachNow(), journey.need(free(), later(8)));
        assertInstanceOf(Stuck.class, journey.need(free(), later(60)));
    }

    @Test
    void arrivedIsOnlyTheTargetAtItsIndex() {
        assertInstanceOf(Arrived.class, journey.need(on(B, 1), NOW));
        assertInstanceOf(Elsewhere.class, journey.need(on(B, 2), NOW));
    }

    @Test
    void anEniThatEc2DoesNotShowIsWaitedForAndThenCountsAsDestroyed() {
        assertEquals(new Wait(), journey.need(Optional.empty(), NOW));
        assertEquals(new Wait(), journey.need(Optional.empty(), later(29)));
        assertInstanceOf(Stuck.class, journey.need(Optional.empty(), later(30)));
        assertEquals(new AttachNow(), journey.need(free(), later(31)));
        assertEquals(new Wait(), journey.need(Optional.empty(), later(40)));
    }

    @Test
    void anAttachmentThatThisRunNeverReadIsNeverDetached() {
        Journey orphan = new Journey(Optional.empty(), new Step.Attach(ENI, B, new Slot(1, 0)), Patience.USUAL, NOW);
        assertInstanceOf(Elsewhere.class, orphan.need(on(A, 1), NOW));
    }
}
