package enifailover.harness.simulation.mutant;

import java.util.List;

/// Deliberate bugs of what holds automatic moves of all groups back: the limit, its counts, and the stop of a zone.
final class BrakeMutants {
    private BrakeMutants() {}

    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "a failover is not counted against the limit",
                    "failover/AutomationGate.java",
                    "Optional<NoAction> full = allowed.flatMap(most -> admitted(failoverRun, moveRequired, most));",
                    "Optional<NoAction> full = Optional.empty();"),
            Mutant.of(
                    "a limit that is reached holds nothing back",
                    "failover/AutomationGate.java",
                    "yield Optional.of(new NoAction(Verdict.LIMIT_REACHED, evidence, Optional.of(moveRequired.reason())));",
                    "yield Optional.empty();"),
            Mutant.of(
                            "two more failovers begin than the limit by default allows",
                            "assess/AutomaticLimit.java",
                            "int LEAST = 5;",
                            "int LEAST = 7;")
                    .from(6522),
            Mutant.of(
                    "a failover that has changed nothing stays counted against the limit",
                    "failover/AutomationGate.java",
                    "if (failoverRun.changed || failoverRun.counted.isEmpty()) {",
                    "if (true) {"),
            Mutant.of(
                    "the limit by default holds back what EC2 shows stopped",
                    "assess/AutomaticLimit.java",
                    "case ByDefault() -> toldByChecks(group, moveRequired) ?",
                    "case ByDefault() -> moveRequired.reason() == Reason.FAILURE ?"),
            Mutant.of(
                    "automatic moves go on in a zone that is stopped",
                    "failover/ZoneGate.java",
                    "if (!ZoneStop.concerns(moveRequired)) {",
                    "if (true) {"),
            Mutant.of(
                    "a zone is stopped for whatever fails there once",
                    "assess/ZoneStop.java",
                    "public static final int IN_A_ROW = 5;",
                    "public static final int IN_A_ROW = 1;"),
            Mutant.of(
                    "an attach that succeeds does not end the stop of its zone",
                    "failover/ZoneGate.java",
                    "automationSwitch.attachSucceeded(zone);",
                    ""));
}
