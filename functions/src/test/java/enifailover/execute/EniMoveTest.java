package enifailover.execute;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.NOW;
import static enifailover.model.group.Situation.attached;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import enifailover.execute.EniMove.Arrived;
import enifailover.execute.EniMove.AttachNow;
import enifailover.execute.EniMove.DetachNow;
import enifailover.execute.EniMove.Elsewhere;
import enifailover.execute.EniMove.TimedOut;
import enifailover.execute.EniMove.Wait;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.InstanceId;
import enifailover.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EniMoveTest {
    private final Step.Detach detach = new Step.Detach(ENI, attached(ENI, A, 1), Duration.ofSeconds(5));
    private final EniMove eniMove =
            new EniMove(Optional.of(detach), new Step.Attach(ENI, B, new DevicePosition(1, 0)), Timeouts.USUAL, NOW);

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
        assertEquals(new DetachNow(detach.from().id(), false), eniMove.need(on(A, 1), NOW));
        eniMove.detachSent = NOW;
        assertEquals(new Wait(), eniMove.need(on(A, 1), later(4)));
        assertEquals(new DetachNow(detach.from().id(), true), eniMove.need(on(A, 1), later(5)));
        eniMove.forced = later(5);
        assertEquals(new Wait(), eniMove.need(on(A, 1), later(204)));
        assertInstanceOf(TimedOut.class, eniMove.need(on(A, 1), later(205)));
    }

    @Test
    void attachOnceAndAgainOnlyWhenItStaysUnseen() {
        assertEquals(new AttachNow(), eniMove.need(free(), NOW));
        eniMove.attachSent = NOW;
        eniMove.attachFirst = NOW;
        assertEquals(new Wait(), eniMove.need(free(), later(7)));
        assertEquals(new AttachNow(), eniMove.need(free(), later(8)));
        assertInstanceOf(TimedOut.class, eniMove.need(free(), later(60)));
    }

    @Test
    void arrivedIsOnlyTheTargetAtItsIndex() {
        assertInstanceOf(Arrived.class, eniMove.need(on(B, 1), NOW));
        assertInstanceOf(Elsewhere.class, eniMove.need(on(B, 2), NOW));
    }

    @Test
    void anEniThatEc2DoesNotShowIsWaitedForAndThenCountsAsDestroyed() {
        assertEquals(new Wait(), eniMove.need(Optional.empty(), NOW));
        assertEquals(new Wait(), eniMove.need(Optional.empty(), later(29)));
        assertInstanceOf(TimedOut.class, eniMove.need(Optional.empty(), later(30)));
        assertEquals(new AttachNow(), eniMove.need(free(), later(31)));
        assertEquals(new Wait(), eniMove.need(Optional.empty(), later(40)));
    }

    @Test
    void anAttachmentThatThisRunNeverReadIsNeverDetached() {
        EniMove orphan =
                new EniMove(Optional.empty(), new Step.Attach(ENI, B, new DevicePosition(1, 0)), Timeouts.USUAL, NOW);
        assertInstanceOf(Elsewhere.class, orphan.need(on(A, 1), NOW));
    }
}
