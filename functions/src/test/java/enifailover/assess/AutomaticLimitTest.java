package enifailover.assess;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.AutomaticLimit.Allowed;
import enifailover.assess.AutomaticLimit.ByDefault;
import enifailover.assess.AutomaticLimit.None;
import enifailover.assess.AutomaticLimit.Of;
import enifailover.model.InstanceState;
import enifailover.model.group.GroupSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Which automatic failovers the limit counts, and how many of them may begin.
class AutomaticLimitTest {
    private static MoveRequired go(Reason reason) {
        return new MoveRequired(reason, Set.of(A), reason == Reason.ANNOUNCED, Optional.empty(), List.of());
    }

    private static GroupSnapshot group(InstanceState state) {
        return state == InstanceState.RUNNING
                ? usual().impaired(A, Duration.ofMinutes(3)).snapshot()
                : usual().state(A, state).snapshot();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 5",
        "1, 5",
        "5, 5",
        "25, 5",
        "29, 5",
        "30, 6",
        "50, 10",
        "100, 20",
        "499, 99",
        "500, 100",
        "1000, 200"
    })
    void aFifthOfTheGroupsAndFiveAtLeast(int groups, int most) {
        Allowed allowed = allowed(OptionalInt.of(groups));
        assertEquals(most, allowed.most());
        assertEquals(Duration.ofMinutes(10), allowed.window());
        assertTrue(allowed.message().contains("a fifth of " + groups + " group"), allowed.message());
    }

    @Test
    void whereNobodyHasCountedTheGroupsItIsTheLeastAndSaysSo() {
        Allowed allowed = allowed(OptionalInt.empty());
        assertEquals(5, allowed.most());
        assertTrue(allowed.message().contains("not known yet"), allowed.message());
    }

    private static Allowed allowed(OptionalInt groups) {
        return new ByDefault()
                .allowed(group(InstanceState.RUNNING), go(Reason.FAILURE), groups)
                .orElseThrow();
    }

    /// That EC2 does not know an instance says less than that it shows it stopped.
    @ParameterizedTest
    @CsvSource({
        "RUNNING, true",
        "STOPPING, false",
        "STOPPED, false",
        "SHUTTING_DOWN, false",
        "TERMINATED, false",
        "GONE, true"
    })
    void theDefaultCountsWhatOnlyChecksTellOf(InstanceState holder, boolean counts) {
        assertEquals(
                counts,
                new ByDefault()
                        .allowed(group(holder), go(Reason.FAILURE), OptionalInt.of(10))
                        .isPresent());
    }

    @ParameterizedTest
    @EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE, names = "FAILURE")
    void nothingButAFailureIsLimitedByDefault(Reason reason) {
        assertEquals(
                Optional.empty(),
                new ByDefault().allowed(group(InstanceState.RUNNING), go(reason), OptionalInt.of(10)));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void theOperatorsOwnLimitIsForAllAndNoneForNothing(Reason reason) {
        GroupSnapshot stopped = group(InstanceState.STOPPED);
        Of twenty = new Of(20, Duration.ofHours(1));
        Allowed allowed =
                twenty.allowed(stopped, go(reason), OptionalInt.of(500)).orElseThrow();
        assertEquals(20, allowed.most());
        assertEquals(Duration.ofHours(1), allowed.window());
        assertEquals(Optional.empty(), new None().allowed(stopped, go(reason), OptionalInt.of(500)));
    }

    @Test
    void eachSaysInWordsWhatHolds() {
        assertEquals(
                "No more than 10 automatic failovers shown only by status checks or SSM agents in 600 s (the default: a"
                        + " fifth of 50 groups, at least 5) start; AutomaticLimit changes this limit.",
                new ByDefault().message(50));
        assertEquals(
                "No more than 20 automatic failovers in 3600 s start (AutomaticLimit).",
                new Of(20, Duration.ofHours(1)).message(50));
        assertTrue(new None().message(50).startsWith("Automatic failovers have no limit"));
    }
}
