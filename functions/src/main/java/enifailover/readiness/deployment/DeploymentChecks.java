package enifailover.readiness.deployment;

import enifailover.model.audit.AuditSnapshot;
import enifailover.model.audit.AuditSnapshot.DeadLetters;
import enifailover.model.audit.EventRule;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The stack's EventBridge rules exist and are enabled, and the dead letter queue is empty.
public final class DeploymentChecks {
    /// Logical ids in `template.yaml`, with the effect of a missing rule.
    private static final Map<String, String> RULES = Collections.unmodifiableMap(new TreeMap<>(Map.of(
            "StateChange", "a stopped or terminated instance is found only by the sweep, up to a minute later",
            "StatusCheckAlarm", "an impaired instance is found only by the sweep, one or two minutes later",
            "StatusCheckContributor", "an alarm over many instances does not start a failover",
            "Health", "an expedited retirement, which only AWS Health reports, does not start a failover",
            "SpotInterruption", "a Spot interruption warning does not start a failover",
            "TerminateLifecycleAction",
                    "the ENIs of an instance that Auto Scaling terminates move only when it shuts down",
            "Rebalance", "a rebalance recommendation is not reported",
            "Sweep", "interrupted moves are not finished, and failures without an event are not found")));

    private static final String SWEEP = "Sweep";

    private DeploymentChecks() {}

    public static List<Finding> of(AuditSnapshot auditSnapshot) {
        List<Finding> findings = new ArrayList<>();
        auditSnapshot
                .rules()
                .value()
                .ifPresent(rules -> RULES.forEach((name, loss) -> rule(rules, name, loss, findings)));
        auditSnapshot.onTagPrefix().value().ifPresent(rules -> onePrefix(rules, findings));
        auditSnapshot.deadLetters().value().ifPresent(letters -> letters(letters, findings));
        return findings;
    }

    private static void rule(List<EventRule> rules, String name, String loss, List<Finding> findings) {
        Optional<EventRule> rule =
                rules.stream().filter(one -> one.trigger().equals(name)).findFirst();
        if (rule.isPresent() && rule.get().enabled()) {
            return;
        }
        findings.add(new Finding(
                "rule-enabled",
                name.equals(SWEEP) ? Severity.BLOCKER : Severity.WARNING,
                name,
                rule.map(one -> "the rule " + one.name() + " is disabled")
                        .orElse("the rule of this stack does not exist"),
                loss,
                "set the stack's parameters Automatic and " + name + " to ENABLED; if a person disabled the rule: aws"
                        + " events enable-rule"));
    }

    /// Each stack has one such rule. Two stacks with one tag prefix would both move the same ENIs: their leases are
    /// in two tables.
    private static void onePrefix(List<String> rules, List<Finding> findings) {
        if (rules.size() > 1) {
            findings.add(new Finding(
                    "tag-prefix",
                    Severity.BLOCKER,
                    "TagPrefix",
                    "several stacks of this account and Region use the same tag prefix; their rules are "
                            + String.join(", ", rules.stream().sorted().toList()),
                    "they would move the same ENIs, and no stack sees the lease of another",
                    "delete all but one of the stacks, or set another TagPrefix"));
        }
    }

    private static void letters(DeadLetters letters, List<Finding> findings) {
        switch (letters) {
            case NONE -> {}
            case WAITING ->
                findings.add(
                        new Finding(
                                "dead-letters",
                                Severity.WARNING,
                                "DeadLetterQueue",
                                "the dead letter queue has events that were not processed",
                                "the failover function failed three times for each event, or could not be invoked",
                                "read the function's log; then send the events again with examples/redrive, or purge the queue"));
            case UNKNOWN ->
                findings.add(new Finding(
                        "dead-letters",
                        Severity.WARNING,
                        "DeadLetterQueue",
                        "it is unknown whether the dead letter queue has events",
                        "the alarm of the queue does not exist or has no data",
                        "deploy the template again"));
        }
    }
}
