package enifailover.testkit.region.ssm;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.ssm.Ssm.Result;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What agents do with commands, and what becomes of commands that do not reach them.
final class DeliveryTest {
    private static final String MINUTES = "three-minutes";
    private static final Duration EXECUTION = Duration.ofMinutes(3);
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    /// Each command runs for 10 s, and its run is noted.
    private static void in(BiConsumer<Region, List<String>> story) {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time)
                    .document(new Document(MINUTES, null, EXECUTION, "{}"))
                    .build();
            List<String> ran = new ArrayList<>();
            region.strike(_ -> region.fleet().host((command, guest) -> {
                ran.add(command.instanceId());
                guest.at(guest.now().plusSeconds(10), () -> guest.answer(new Host.Answer(0, "done", "")));
            }));
            story.accept(region, ran);
        });
    }

    private static String send(Region region, String instance) {
        return region.ssm().send(instance, MINUTES, Map.of(), DELIVERY);
    }

    private static Result of(Region region, String command, String instance) {
        return region.ssm().invocation(command, instance);
    }

    private static void after(Region region, Duration wait) {
        region.time().sleep(wait);
    }

    @Test
    void anAgentRunsFiveSideBySideAndTheSixthWaits() {
        in((region, ran) -> {
            List<String> commands = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                commands.add(send(region, ACTIVE));
            }
            after(region, Duration.ofSeconds(5));
            assertEquals(5, ran.size());
            assertEquals("Pending", of(region, commands.getLast(), ACTIVE).status());
            after(region, Duration.ofSeconds(9));
            assertEquals("Success", of(region, commands.getFirst(), ACTIVE).status());
            assertEquals("InProgress", of(region, commands.getLast(), ACTIVE).status());
            after(region, Duration.ofSeconds(10));
            assertEquals("Success", of(region, commands.getLast(), ACTIVE).status());
        });
    }

    @Test
    void anOperatorMayGiveAgentsFewerWorkers() {
        in((region, ran) -> {
            region.strike(_ -> region.fleet().workers(1));
            String first = send(region, ACTIVE);
            String second = send(region, ACTIVE);
            String elsewhere = send(region, STANDBY);
            after(region, Duration.ofSeconds(5));
            assertEquals(List.of(ACTIVE, STANDBY), ran);
            region.ssm().cancel(second, List.of());
            after(region, Duration.ofSeconds(10));
            assertEquals("Success", of(region, first, ACTIVE).status());
            assertEquals("Cancelled", of(region, second, ACTIVE).status());
            assertEquals("Success", of(region, elsewhere, STANDBY).status());
            assertThrows(IllegalArgumentException.class, () -> region.fleet().workers(0));
        });
    }

    @Test
    void aCommandThatRunsIsKilledWhenItsAgentHearsOfIt() {
        in((region, ran) -> {
            region.strike(_ -> region.fleet().workers(1));
            String first = send(region, ACTIVE);
            String second = send(region, ACTIVE);
            after(region, Duration.ofSeconds(5));
            region.ssm().cancel(first, List.of(ACTIVE));
            assertEquals("Cancelling", of(region, first, ACTIVE).status());
            after(region, Duration.ofSeconds(7));
            assertEquals("Cancelled", of(region, first, ACTIVE).status());
            assertEquals(137, of(region, first, ACTIVE).responseCode());
            assertEquals("InProgress", of(region, second, ACTIVE).status());
            region.ssm().cancel(first, List.of(ACTIVE));
            assertEquals("Cancelled", of(region, first, ACTIVE).status());
            region.strike(_ -> region.fleet().silence(ACTIVE, region.time().now()));
            region.ssm().cancel(second, List.of(ACTIVE));
            after(region, Duration.ofSeconds(20));
            assertEquals("Cancelling", of(region, second, ACTIVE).status());
            assertEquals(
                    List.of("InvalidCommandId", "InvalidInstanceId"),
                    Stream.of(List.of("no-such-id", ACTIVE), List.of(first, STANDBY))
                            .map(asked -> assertThrows(AwsError.class, () -> region.ssm()
                                            .cancel(asked.getFirst(), List.of(asked.getLast())))
                                    .code())
                            .toList());
        });
    }

    @Test
    void aSilentAgentIsOnlineAndRunsNothing() {
        in((region, ran) -> {
            Instant since = region.time().now().minusSeconds(240);
            region.strike(_ -> region.fleet().silence(ACTIVE, since));
            Ssm.Information seen = region.ssm().information(List.of(ACTIVE)).getFirst();
            assertTrue(seen.online());
            assertEquals(since, seen.lastPing());
            assertFalse(region.fleet().reaches(ACTIVE));
            String command = send(region, ACTIVE);
            after(region, Duration.ofSeconds(100));
            assertEquals("Pending", of(region, command, ACTIVE).details());
            region.recoverAgent(ACTIVE); // too late for this one: D, SendCommand, TimeoutSeconds
            String next = send(region, ACTIVE);
            after(region, Duration.ofSeconds(20));
            assertEquals("Success", of(region, next, ACTIVE).status());
            assertEquals(List.of(ACTIVE), ran);
            assertEquals("Pending", of(region, command, ACTIVE).status());
            after(region, EXECUTION.minusSeconds(90));
            assertEquals("DeliveryTimedOut", of(region, command, ACTIVE).details());
            assertEquals("TimedOut", of(region, command, ACTIVE).status());
        });
    }

    @Test
    void aLostAgentThatComesBackInTimeRunsWhatWaited() {
        in((region, ran) -> {
            region.loseAgent(ACTIVE);
            String command = send(region, ACTIVE);
            after(region, Duration.ofSeconds(20));
            assertEquals(List.of(), ran);
            region.recoverAgent(ACTIVE);
            after(region, Duration.ofSeconds(11));
            assertEquals("Success", of(region, command, ACTIVE).status());
        });
    }

    @Test
    void theResultOfACommandComesWhenTheAgentIsHeardAgain() {
        in((region, _) -> {
            String command = send(region, ACTIVE);
            after(region, Duration.ofSeconds(5));
            region.loseAgent(ACTIVE);
            after(region, Duration.ofSeconds(60));
            assertEquals("InProgress", of(region, command, ACTIVE).status());
            region.recoverAgent(ACTIVE);
            assertEquals("Success", of(region, command, ACTIVE).status());
            assertEquals("done", of(region, command, ACTIVE).output());
        });
    }

    @Test
    void theAgentEndsWhatRunsTooLong() {
        in((region, _) -> {
            region.strike(_ -> region.fleet().host(ACTIVE, (_, _) -> {}));
            String command = send(region, ACTIVE);
            after(region, EXECUTION.plusSeconds(2));
            assertEquals("ExecutionTimedOut", of(region, command, ACTIVE).details());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, Pending, Pending, TimedOut, DeliveryTimedOut, 0",
        "DELAYED, Delayed, Delayed, TimedOut, DeliveryTimedOut, 0",
        "UNDELIVERABLE, Failed, Undeliverable, Failed, Undeliverable, 0",
        "WITHOUT_RESULT, InProgress, InProgress, TimedOut, DeliveryTimedOut, 1"
    })
    void systemsManagerAcceptsAndDoesNotDeliver(
            Delivery how, String status, String details, String last, String lastDetails, int runs) {
        in((region, ran) -> {
            region.strike(_ -> region.fleet().delivery(how));
            String command = send(region, ACTIVE);
            after(region, Duration.ofSeconds(20));
            assertEquals(status, of(region, command, ACTIVE).status());
            assertEquals(details, of(region, command, ACTIVE).details());
            after(region, EXECUTION.plus(DELIVERY));
            assertEquals(last, of(region, command, ACTIVE).status());
            assertEquals(lastDetails, of(region, command, ACTIVE).details());
            assertEquals(runs, ran.size());
        });
    }

    @Test
    void oneInstanceAloneMayGetNothing() {
        in((region, ran) -> {
            region.strike(_ -> region.fleet().delivery(STANDBY, Delivery.DELAYED));
            String waits = send(region, STANDBY);
            String runs = send(region, ACTIVE);
            after(region, Duration.ofSeconds(15));
            assertEquals("Success", of(region, runs, ACTIVE).status());
            assertEquals(List.of(ACTIVE), ran);
            region.strike(_ -> region.fleet().delivery(STANDBY, Delivery.NORMAL));
            after(region, Duration.ofSeconds(11));
            assertEquals("Success", of(region, waits, STANDBY).status());
        });
    }
}
