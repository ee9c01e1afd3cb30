package enifailover.assess;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.model.InstanceState;
import enifailover.model.group.GroupSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// How many automatic failovers may start within a window, over all groups, and which of them count.
///
/// The default applies to failures shown only by status checks or SSM agents. When an Availability Zone or the EC2
/// control plane is impaired, both are late by minutes. Without a limit, the first groups would all move, to standbys
/// that are impaired too, and back when all recover. Independent failures are few: a fifth of the groups is more than
/// they explain, and few enough for people to handle the rest. At least five may start, so that a small deployment is
/// not blocked. Ten minutes are longer than most such events, and than status checks are late.
///
/// The default never limits a move away from a holder that EC2 shows as stopping, stopped, shutting down or terminated:
/// such a holder serves nobody. A holder that is missing from the answer is limited, because an impaired control plane
/// returns incomplete answers. A move that has started is finished, and drills are not limited.
public sealed interface AutomaticLimit {
    /// The default is one group in five.
    int SHARE = 5;
    /// The least default.
    int LEAST = 5;

    Duration WINDOW = Duration.ofMinutes(10);

    /// A number of failovers in a window.
    ///
    /// @param most one or more
    /// @param message the limit and its source, for a person
    record Allowed(int most, Duration window, String message) {}

    /// The default.
    record ByDefault() implements AutomaticLimit {}

    /// No limit.
    record None() implements AutomaticLimit {}

    /// The operator's limit: it counts every automatic failover.
    record Of(int most, Duration window) implements AutomaticLimit {}

    /// The limit for a failover that has not started.
    ///
    /// @param groups the number of groups; empty where it is not known yet
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

    /// The default limit for a number of groups.
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

    /// The holder has failed by status checks or agents alone: EC2 does not show it leaving service.
    static boolean toldByChecks(GroupSnapshot group, MoveRequired moveRequired) {
        return moveRequired.reason() == Reason.FAILURE
                && moveRequired.sources().stream()
                        .map(id -> group.instance(id).state())
                        .anyMatch(state -> !state.leaving() || state == InstanceState.GONE);
    }

    /// The limit in force, for an audit.
    ///
    /// @param groups how many there are
    default String message(int groups) {
        return switch (this) {
            case None() ->
                "Automatic failovers have no limit (AutomaticLimit is 0): an impaired Availability Zone can move every group.";
            case ByDefault() ->
                "No more than " + byDefault(OptionalInt.of(groups)).message()
                        + " start; AutomaticLimit changes this limit.";
            case Of(int most, Duration window) ->
                "No more than " + most + " automatic failovers in " + window.toSeconds() + " s start (AutomaticLimit).";
        };
    }
}
