package enifailover.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.InstanceId;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner;
import enifailover.port.ErrorKind;
import enifailover.readiness.CommandBatch.CommandOutcome;
import enifailover.readiness.CommandBatch.GuestCommand;
import enifailover.testkit.memory.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// An audit's commands: a few a second, none that could not be waited for, and none more once Systems Manager says no.
class CommandBatchTest {
    private final ManualScheduler time = new ManualScheduler();
    private final Agents agents = new Agents();

    /// Each agent ends a command some seconds after it was sent.
    private final class Agents implements CommandRunner {
        final Map<Instant, Integer> sends = new TreeMap<>();
        final Map<Instant, Integer> looks = new TreeMap<>();
        final Map<String, Instant> sent = new HashMap<>();
        long seconds = 3;
        int refusesFrom = Integer.MAX_VALUE;
        ErrorKind errorKind = ErrorKind.THROTTLED;

        @Override
        public String send(InstanceId instance, Command command, Duration deliverWithin) {
            sends.merge(second(), 1, Integer::sum);
            if (sent.size() >= refusesFrom) {
                throw new AwsCallException(errorKind, "ssm:SendCommand", "Code", "no", null);
            }
            sent.put(instance.value(), time.now());
            return instance.value();
        }

        @Override
        public void cancel(InstanceId instance, String commandId) {
            throw new IllegalStateException("an audit cancels nothing");
        }

        @Override
        public Optional<Ended> result(InstanceId instance, String commandId) {
            looks.merge(second(), 1, Integer::sum);
            Instant at = Optional.ofNullable(sent.get(commandId)).orElseThrow();
            return time.now().isBefore(at.plusSeconds(seconds))
                    ? Optional.empty()
                    : Optional.of(new Ended("Success", 0, "", ""));
        }

        private Instant second() {
            return Instant.ofEpochSecond(time.now().getEpochSecond());
        }
    }

    private static List<GuestCommand> commandBatch(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> new GuestCommand(
                        new InstanceId("i-%017x".formatted(i)), new CommandRunner.Command("verify", "mac=" + i, "")))
                .toList();
    }

    private Map<GuestCommand, CommandOutcome> run(int number, int seconds) {
        return new CommandBatch(agents, time)
                .run(commandBatch(number), time.now().plusSeconds(seconds));
    }

    @Test
    void aMinuteIsEnoughForAHundredAndFiftyFiveASecond() {
        Map<GuestCommand, CommandOutcome> came = run(1000, 60);
        assertEquals(155, came.size());
        came.values().forEach(one -> assertInstanceOf(CommandOutcome.Answered.class, one));
        assertEquals(5, agents.sends.values().stream().max(Integer::compare).orElse(0));
        assertTrue(agents.looks.values().stream().allMatch(some -> some <= 15), agents.looks::toString);
        assertEquals(List.copyOf(came.keySet()).getFirst(), commandBatch(1).getFirst(), "the most urgent first");
    }

    @Test
    void aFewAreOverAsSoonAsTheLastHasAnswered() {
        Instant begun = time.now();
        assertEquals(3, run(3, 60).size());
        assertTrue(Duration.between(begun, time.now()).toSeconds() <= 5);
    }

    @Test
    void nothingToDoTakesNoTime() {
        Instant begun = time.now();
        assertEquals(Map.of(), run(0, 60));
        assertEquals(begun, time.now());
    }

    @Test
    void whoDoesNotAnswerWithinHalfAMinuteIsSilent() {
        agents.seconds = 1000;
        Instant begun = time.now();
        Map<GuestCommand, CommandOutcome> came = run(2, 100);
        came.values().forEach(one -> assertInstanceOf(CommandOutcome.Silent.class, one));
        assertEquals(2, came.size());
        assertTrue(Duration.between(begun, time.now()).toSeconds() <= 33);
    }

    @Test
    void oneThatIsThrottledIsTheLastAndTheOthersAreStillHeard() {
        agents.refusesFrom = 7;
        Map<GuestCommand, CommandOutcome> came = run(100, 60);
        List<CommandOutcome> answers = new ArrayList<>(came.values());
        assertEquals(
                7,
                answers.stream()
                        .filter(CommandOutcome.Answered.class::isInstance)
                        .count());
        assertEquals(
                3,
                answers.stream()
                        .filter(CommandOutcome.NotSent.class::isInstance)
                        .count(),
                "of the same second");
        assertEquals(10, came.size());
    }

    @Test
    void oneUnreachableGuestStopsNobody() {
        agents.errorKind = ErrorKind.UNREACHABLE;
        agents.refusesFrom = 7;
        Map<GuestCommand, CommandOutcome> came = run(20, 60);
        assertEquals(20, came.size());
        assertEquals(
                13,
                came.values().stream()
                        .filter(CommandOutcome.NotSent.class::isInstance)
                        .count());
    }

    @Test
    void withHalfAMinuteLeftNoneIsSent() {
        assertEquals(Map.of(), run(10, 29));
        assertEquals(Map.of(), agents.sends);
    }
}
