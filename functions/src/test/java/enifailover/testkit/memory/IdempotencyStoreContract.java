package enifailover.testkit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.port.IdempotencyStore;
import enifailover.port.IdempotencyStore.Answered;
import enifailover.port.IdempotencyStore.Claimed;
import enifailover.port.IdempotencyStore.Entry;
import enifailover.port.IdempotencyStore.InProgress;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every store of named requests does.
public abstract class IdempotencyStoreContract {
    private static final Duration DAY = Duration.ofDays(1);

    private final ManualScheduler time = new ManualScheduler();
    private final String id = "request-" + UUID.randomUUID();
    private final Instant until = time.now().plusSeconds(900);

    protected abstract IdempotencyStore requests(Scheduler with);

    private Entry take(String content, String owner) {
        return requests(time).take(id, content, owner, until, DAY);
    }

    @Test
    void aRequestIsOursOnceAndThenUnderWay() {
        assertEquals(new Claimed(), take("move it", "a"));
        assertEquals(new InProgress("move it", "a", until), take("move it", "b"));
        assertEquals(new InProgress("move it", "a", until), take("move another", "b"));
    }

    @Test
    void anOwnerWhoseAnswerWasLostTakesItsOwnAgain() {
        take("move it", "a");
        assertEquals(new Claimed(), take("move it", "a"));
    }

    @Test
    void itsAnswerIsKeptForADayAndNoLonger() {
        take("move it", "a");
        requests(time).answer(id, "a", "{\"moved\":true}");
        time.sleep(Duration.ofHours(23));
        assertEquals(new Answered("move it", "{\"moved\":true}"), take("move it", "b"));
        time.sleep(Duration.ofHours(2));
        assertEquals(new Claimed(), take("move it", "b"));
        assertEquals(new InProgress("move it", "b", until), take("move it", "c"), "nothing is left of the old answer");
    }

    @Test
    void whatWasForgottenMayBeMadeAgain() {
        take("move it", "a");
        requests(time).forget(id, "a");
        assertEquals(new Claimed(), take("move it", "b"));
    }

    @Test
    void nobodyAnswersOrForgetsForAnother() {
        take("move it", "a");
        requests(time).answer(id, "b", "{}");
        requests(time).forget(id, "b");
        assertEquals(new InProgress("move it", "a", until), take("move it", "c"));
    }

    @Test
    void ofManyAtOnceOneHasIt() throws Exception {
        List<Callable<Entry>> many = IntStream.range(0, 16)
                .<Callable<Entry>>mapToObj(i -> () -> take("move it", "run-" + i))
                .toList();
        assertEquals(
                1, AtOnce.all(many).stream().filter(Claimed.class::isInstance).count());
    }
}
