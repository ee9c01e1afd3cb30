package enifailover.aws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SystemSchedulerTest {
    private final SystemScheduler time = new SystemScheduler();

    @Test
    void doesAllAtOnceAndKeepsTheirOrder() {
        CountDownLatch both = new CountDownLatch(2);
        Callable<Integer> first = () -> met(both, 1);
        Callable<Integer> second = () -> met(both, 2);
        assertEquals(List.of(1, 2), time.<Integer>runAll(List.of(first, second)));
    }

    private static int met(CountDownLatch both, int result) throws InterruptedException {
        both.countDown();
        both.await();
        return result;
    }

    @Test
    void throwsTheFirstFailureAfterAllHaveEnded() {
        AtomicBoolean ended = new AtomicBoolean();
        RuntimeException one = new IllegalArgumentException("one");
        RuntimeException two = new IllegalStateException("two");
        List<Callable<Integer>> work = List.of(
                () -> {
                    time.sleep(Duration.ofMillis(50));
                    throw one;
                },
                () -> {
                    throw two;
                },
                () -> {
                    time.sleep(Duration.ofMillis(80));
                    ended.set(true);
                    return 3;
                });
        RuntimeException thrown = assertThrows(RuntimeException.class, () -> time.<Integer>runAll(work));
        assertSame(one, thrown);
        assertEquals(List.of(two), List.of(thrown.getSuppressed()));
        assertTrue(ended.get());
    }

    @Test
    void aCheckedFailureIsWrappedAndAnErrorIsNot() {
        Callable<Integer> checked = () -> {
            throw new IOException("no");
        };
        Callable<Integer> error = () -> {
            throw new StackOverflowError();
        };
        assertInstanceOf(
                IOException.class,
                assertThrows(IllegalStateException.class, () -> time.<Integer>runAll(List.of(checked)))
                        .getCause());
        assertThrows(StackOverflowError.class, () -> time.<Integer>runAll(List.of(error)));
        assertEquals(List.of(), time.<Integer>runAll(List.<Callable<Integer>>of()));
    }

    @Test
    void anInterruptedWaitEndsTheRun() {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> time.sleep(Duration.ofSeconds(5)));
        assertTrue(Thread.interrupted());
    }
}
