package enifailover.simulation.mutant;

import java.util.List;

/// Deliberate bugs of what holds automatic moves of all groups back: the limit, its counts, and the stop of a zone.
final class BrakeMutants {
    private BrakeMutants() {}

    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "a failover is not counted against the limit",
                    "flow/Brakes.java",
                    "Optional<Stay> full = allowed.flatMap(most -> admitted(run, go, most));",
                    "Optional<Stay> full = Optional.empty();"),
            Mutant.of(
                    "a limit that is reached holds nothing back",
                    "flow/Brakes.java",
                    "yield Optional.of(new Stay(Verdict.LIMIT_REACHED, evidence, Optional.of(go.reason())));",
                    "yield Optional.empty();"),
            Mutant.of(
                            "two more failovers begin than the limit by default allows",
                            "assess/AutomaticLimit.java",
                            "int LEAST = 5;",
                            "int LEAST = 7;")
                    .from(6522),
            Mutant.of(
                    "a failover that has changed nothing stays counted against the limit",
                    "flow/Brakes.java",
                    "if (run.changed || run.counted.isEmpty()) {",
                    "if (true) {"),
            Mutant.of(
                    "the limit by default holds back what EC2 shows stopped",
                    "assess/AutomaticLimit.java",
                    "case ByDefault() -> toldByChecks(group, go) ?",
                    "case ByDefault() -> go.reason() == Reason.FAILURE ?"),
            Mutant.of(
                    "automatic moves go on in a zone that is stopped",
                    "flow/ZoneBrake.java",
                    "if (!ZoneStop.concerns(go)) {",
                    "if (true) {"),
            Mutant.of(
                    "a zone is stopped for whatever fails there once",
                    "assess/ZoneStop.java",
                    "public static final int IN_A_ROW = 5;",
                    "public static final int IN_A_ROW = 1;"),
            Mutant.of(
                    "an attach that succeeds does not end the stop of its zone",
                    "flow/ZoneBrake.java",
                    "brake.attachSucceeded(zone);",
                    ""));
}
