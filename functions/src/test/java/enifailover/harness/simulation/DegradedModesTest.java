package enifailover.harness.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.event.Cause;
import enifailover.harness.simulation.Injection.Blow;
import enifailover.harness.simulation.Injection.Fault;
import enifailover.harness.simulation.Injection.Stall;
import enifailover.harness.simulation.Injection.Strike;
import enifailover.harness.simulation.Injection.Trouble;
import enifailover.harness.simulation.Injection.Wake;
import enifailover.harness.simulation.Scene.Card;
import enifailover.harness.simulation.Scene.Group;
import enifailover.harness.simulation.Scene.Host;
import enifailover.testkit.region.ec2.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens when a part of AWS, a permission or time itself is missing while the active fails: under all
/// laws, and with the group restored once it is back.
class DegradedModesTest {
    private static final String A = "i-0000000000000000a";
    private static final String B = "i-0000000000000000b";
    private static final String C = "i-0000000000000000c";
    private static final int FAILS = 10_000;

    private static Scene scene(Duration skew, Map<String, String> tags) {
        List<Host> hosts = new ArrayList<>();
        for (String id : List.of(A, B, C)) {
            hosts.add(new Host(id, "c5n.18xlarge", 'a', State.RUNNING, Set.of("sip"), 100, Set.of()));
        }
        List<Card> enis = List.of(
                new Card("eni-00000000000000010", "sip", A, 1, false, Optional.empty()),
                new Card("eni-00000000000000011", "sip", A, 2, false, Optional.empty()));
        return new Scene(List.of(new Group("sip", tags)), List.copyOf(hosts), enis, 1, false, Optional.empty(), skew);
    }

    /// The active stops, one event tells of it, and something is wrong besides.
    private static History play(Scene scene, Injection... besides) {
        List<Injection> all = new ArrayList<>(List.of(besides));
        all.add(new Strike(FAILS, Blow.STOP, A));
        all.add(new Wake(FAILS + 500, 0, Cause.STATE_CHANGE, A, 0));
        return Play.of(new Schedule(1, scene, all), true);
    }

    private static History play(Injection... besides) {
        return play(scene(Duration.ZERO, Map.of()), besides);
    }

    private static Injection trouble(String calls, Fault fault, int seconds) {
        return new Trouble(0, seconds * 1000, calls, fault, 100);
    }

    private static String lines(History history) {
        return String.join("\n", history.lines());
    }

    private static void lawful(History history) {
        assertEquals(List.of(), history.breaches(), () -> lines(history));
    }

    private static void says(String word, History history) {
        assertTrue(
                history.lines().stream().anyMatch(line -> line.contains(" e0 ") && line.contains("reports " + word)),
                () -> lines(history));
    }

    @Test
    void tableAway() {
        History history = play(trouble("dynamodb:*", Fault.NO_ANSWER, 140));
        lawful(history);
        says("SUCCEEDED", history);
    }

    /// The ENIs move, the run says FAILED, and the sweep routes them once Systems Manager is back.
    @Test
    void systemsManagerAway() {
        History history = play(trouble("ssm:*", Fault.NO_ANSWER, 140));
        lawful(history);
        assertTrue(history.lines().stream().anyMatch(line -> line.contains("journal FAILED")), () -> lines(history));
        assertTrue(history.verdictsByKind().containsKey("SUCCEEDED"), () -> lines(history));
    }

    @Test
    void eventBusAway() {
        History history = play(trouble("events:*", Fault.NO_ANSWER, 140));
        lawful(history);
        says("SUCCEEDED", history);
    }

    /// The run waits, and moves when EC2 lets it.
    @Test
    void ec2ThrottlesForMinutes() {
        History history = play(trouble("ec2:*", Fault.THROTTLED, 130));
        lawful(history);
        assertTrue(history.verdictsByKind().containsKey("SUCCEEDED"), () -> lines(history));
    }

    /// Each permission in turn, for two minutes: nothing is lost, and the sweep restores the group when it is back.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeInstances",
                "ec2:DescribeInstanceStatus",
                "ec2:DetachNetworkInterface",
                "ec2:AttachNetworkInterface",
                "ec2:StopInstances",
                "ssm:SendCommand",
                "ssm:GetCommandInvocation",
                "ssm:DescribeInstanceInformation",
                "dynamodb:GetItem",
                "dynamodb:UpdateItem",
                "dynamodb:Query",
                "events:PutEvents"
            })
    void noPermission(String action) {
        History history =
                play(scene(Duration.ZERO, Map.of(Scene.PREFIX + "fence", "stop")), trouble(action, Fault.DENIED, 140));
        lawful(history);
        assertTrue(history.verdictsByKind().containsKey("SUCCEEDED"), () -> lines(history));
    }

    /// It stands still in the middle until it is ended from outside; the sweep finishes.
    @Test
    void functionTimesOutInTheMiddle() {
        for (int call = 8; call < 40; call += 4) {
            History history = play(new Stall(0, "e0", call, true, 400));
            lawful(history);
        }
    }

    /// Clocks that differ by far more than the table allows for: two runs may work at once, and EC2's own rules keep
    /// them apart.
    @Test
    void clocksDifferByHalfAMinute() {
        for (int seed = 0; seed < 30; seed++) {
            Scene scene = scene(Duration.ofSeconds(30), Map.of());
            List<Injection> all = new ArrayList<>();
            all.add(new Strike(FAILS, Blow.STOP, A));
            for (int i = 0; i < 4; i++) {
                all.add(new Wake(FAILS + 500 + 900 * i, i, Cause.STATE_CHANGE, A, 0));
            }
            History history = Play.of(new Schedule(seed, scene, all), true);
            Set<Law> broken = EnumSet.noneOf(Law.class);
            history.breaches().forEach(breach -> broken.add(breach.law()));
            broken.remove(Law.LEASE);
            assertEquals(Set.of(), broken, () -> lines(history));
        }
    }
}
