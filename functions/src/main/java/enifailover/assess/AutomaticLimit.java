package enifailover.assess;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.model.InstanceState;
import enifailover.model.group.GroupSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// How many automatic failovers may begin within a window, over all groups, and which of them count.
///
/// The default is for what only status checks or agents tell of. When a zone or EC2's control plane is sick, checks
/// and pings are late by minutes: then the groups that are judged first would all move, to standbys that are as sick,
/// and back again when all recover. Instances fail one by one much more often than by the hundred. So a fifth of the
/// groups is more than independent failures explain, and little enough for people to look at the rest; five may begin
/// in the smallest deployment, where a fifth would be none; and ten minutes are longer than most of such troubles, and
/// than checks are late.
///
/// Where EC2 shows the holder stopping, stopped, shutting down or terminated, nobody is served by it and nothing is
/// lost by a move: that is never held back by the default. That EC2 does not know the holder at all is no such
/// statement: answers of a sick control plane lack rows. A move that was begun is finished, and a person is not
/// limited.
public sealed interface AutomaticLimit {
    /// So many of the groups: one in five.
    int SHARE = 5;
    /// So many at least, whatever the number of groups.
    int LEAST = 5;

    Duration WINDOW = Duration.ofMinutes(10);

    /// A number of failovers in a window.
    ///
    /// @param most one or more
    /// @param message the limit in words, where it comes from included
    record Allowed(int most, Duration window, String message) {}

    /// The default.
    record ByDefault() implements AutomaticLimit {}

    /// The operator wants none.
    record None() implements AutomaticLimit {}

    /// The operator's own: for every automatic failover, whoever tells of it.
    record Of(int most, Duration window) implements AutomaticLimit {}

    /// What holds for a failover that has not begun.
    ///
    /// @param groups how many there are; empty where nobody has counted them yet
    /// @return empty where it is not limited
    default Optional<Allowed> allowed(GroupSnapshot group, MoveRequired moveRequired, OptionalInt groups) {
        return switch (this) {
            case None() -> Optional.empty();
            case ByDefault() -> toldByChecks(group, moveRequired) ? Optional.of(byDefault(groups)) : Optional.empty();
            case Of(int most, Duration window) ->
                Optional.of(new Allowed(
                        most, window, most + " automatic failovers in " + window.toSeconds() + " s (AutomaticLimit)"));
        };
    }

    /// The default for so many groups.
    static Allowed byDefault(OptionalInt groups) {
        int most = Math.max(LEAST, groups.orElse(0) / SHARE);
        String why = groups.isPresent()
                ? "the default: a fifth of " + groups.getAsInt() + (groups.getAsInt() == 1 ? " group" : " groups")
                        + ", at least " + LEAST
                : "the default: the number of groups is not known yet, so the minimum";
        return new Allowed(
                most,
                WINDOW,
                most + " automatic failovers shown only by status checks or SSM agents in " + WINDOW.toSeconds()
                        + " s (" + why + ")");
    }

    /// The holder has failed, and EC2 does not show it leaving service: only checks or agents say so.
    static boolean toldByChecks(GroupSnapshot group, MoveRequired moveRequired) {
        return moveRequired.reason() == Reason.FAILURE
                && moveRequired.sources().stream()
                        .map(id -> group.instance(id).state())
                        .anyMatch(state -> !state.leaving() || state == InstanceState.GONE);
    }

    /// For an audit: which limit holds, in words.
    ///
    /// @param groups how many there are
    default String message(int groups) {
        return switch (this) {
            case None() ->
                "Automatic failovers have no limit (AutomaticLimit is 0): an impaired Availability Zone can move every group.";
            case ByDefault() ->
                "No more than " + byDefault(OptionalInt.of(groups)).message() + " start; AutomaticLimit changes this limit.";
            case Of(int most, Duration window) ->
                "No more than " + most + " automatic failovers in " + window.toSeconds() + " s start (AutomaticLimit).";
        };
    }
}
