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

/// The deployment's own rules are there and enabled, and no event was given up.
public final class DeploymentChecks {
    /// The logical ids in `template.yaml`, with what is lost without each.
    private static final Map<String, String> RULES = Collections.unmodifiableMap(new TreeMap<>(Map.of(
            "StateChange", "an instance that stops or is terminated is found a minute later, by the sweep",
            "StatusCheckAlarm", "an impaired instance is found a minute or two later, by the sweep",
            "StatusCheckContributor", "an alarm on many instances at once is not heard",
            "Health", "expedited retirements that only AWS Health tells are not heard",
            "SpotInterruption", "a Spot instance's two minutes of warning are not used",
            "TerminateLifecycleAction",
                    "the ENIs leave an instance that Auto Scaling terminates only when it shuts down",
            "Rebalance", "a raised risk of interruption is not reported",
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
                rule.map(one -> "the rule " + one.name() + " is disabled").orElse("the stack has no such rule"),
                loss,
                "set the stack's parameters Automatic and " + name + " to ENABLED; if it was done by hand: aws events"
                        + " enable-rule"));
    }

    /// Each stack has one such rule. Two stacks that obey the same tags move the same ENIs against each other: their
    /// leases are in two tables.
    private static void onePrefix(List<String> rules, List<Finding> findings) {
        if (rules.size() > 1) {
            findings.add(new Finding(
                    "tag-prefix",
                    Severity.BLOCKER,
                    "TagPrefix",
                    "two stacks of this account and Region obey the same tags; the rules on these tags are "
                            + String.join(", ", rules.stream().sorted().toList()),
                    "both would move the same ENIs, and neither sees the other's lease",
                    "delete one of the stacks, or give it another TagPrefix"));
        }
    }

    private static void letters(DeadLetters letters, List<Finding> findings) {
        switch (letters) {
            case NONE -> {}
            case WAITING ->
                findings.add(new Finding(
                        "dead-letters",
                        Severity.WARNING,
                        "DeadLetterQueue",
                        "events were given up and lie in the queue",
                        "the failover function failed three times on them, or could not be called",
                        "read them (aws sqs receive-message), look into the function's log, send them again or purge"));
            case UNKNOWN ->
                findings.add(new Finding(
                        "dead-letters",
                        Severity.WARNING,
                        "DeadLetterQueue",
                        "nobody knows whether events were given up",
                        "the queue's alarm is missing or has no data",
                        "deploy the template again"));
        }
    }
}
