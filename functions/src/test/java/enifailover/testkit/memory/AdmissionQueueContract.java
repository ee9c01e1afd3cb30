package enifailover.testkit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.port.AdmissionQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What every queue of turns does, whatever it keeps it in.
public abstract class AdmissionQueueContract {
    private static final Duration LENGTH = Duration.ofMillis(200);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    protected abstract AdmissionQueue turns();

    protected abstract ManualScheduler time();

    @Test
    void whoComesAloneHasItsTurnAtOnce() {
        assertEquals(Optional.of(time().now()), turns().take(LENGTH, MINUTE));
        time().sleep(Duration.ofSeconds(1));
        assertEquals(Optional.of(time().now()), turns().take(LENGTH, MINUTE));
    }

    @Test
    void eachHasATurnOfItsOwnOneAfterTheOther() {
        Instant now = time().now();
        Set<Instant> taken = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            taken.add(turns().take(LENGTH, MINUTE).orElseThrow());
        }
        assertEquals(50, taken.size());
        assertEquals(now, taken.iterator().next());
        time().sleep(Duration.ofSeconds(3));
        assertEquals(Optional.of(now.plus(LENGTH.multipliedBy(50))), turns().take(LENGTH.multipliedBy(4), MINUTE));
        assertEquals(Optional.of(now.plus(LENGTH.multipliedBy(54))), turns().take(LENGTH, MINUTE));
    }

    @Test
    void aTurnThatComesTooLateIsLeftToOthers() {
        Instant now = time().now();
        turns().take(MINUTE.plusSeconds(1), MINUTE);
        assertEquals(Optional.empty(), turns().take(LENGTH, MINUTE));
        assertEquals(Optional.empty(), turns().take(LENGTH, MINUTE));
        assertEquals(Optional.of(now.plusSeconds(61)), turns().take(LENGTH, MINUTE.multipliedBy(2)));
        time().sleep(Duration.ofSeconds(2));
        assertEquals(Optional.of(now.plusSeconds(61).plus(LENGTH)), turns().take(LENGTH, MINUTE));
    }
}
