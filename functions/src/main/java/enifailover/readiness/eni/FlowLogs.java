package enifailover.readiness.eni;

import enifailover.model.Eni;
import enifailover.model.audit.FlowLog;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A VPC flow log of the ENI, its subnet or its VPC exists for each ENI, and its records are delivered.
public final class FlowLogs implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        Optional<List<FlowLog>> logs = checkContext.auditSnapshot().flowLogs().value();
        return logs.isEmpty()
                ? List.of()
                : checkContext.group().enis().stream()
                        .flatMap(eni -> of(eni, logs.get()).stream())
                        .toList();
    }

    private static Optional<Finding> of(Eni eni, List<FlowLog> all) {
        List<FlowLog> logs = all.stream()
                .filter(log ->
                        List.of(eni.id().value(), eni.subnetId(), eni.vpcId()).contains(log.resource()))
                .toList();
        if (logs.stream().anyMatch(log -> log.active() && log.problem().isEmpty())) {
            return Optional.empty();
        }
        List<String> troubles = new ArrayList<>();
        for (FlowLog log : logs) {
            troubles.add(log.id() + " on " + log.resource() + " "
                    + log.problem()
                            .map(message -> "delivers no records: " + message)
                            .orElse("is not active"));
        }
        return Optional.of(new Finding(
                "flow-logs",
                logs.isEmpty() ? Severity.NOTE : Severity.WARNING,
                eni.id().value(),
                logs.isEmpty()
                        ? "no VPC flow log records the traffic of this ENI"
                        : "no VPC flow log of this ENI is delivered: " + String.join("; ", troubles),
                "without a flow log, you cannot find out later which traffic the ENI carried",
                logs.isEmpty()
                        ? "create a flow log for the ENI, its subnet or its VPC (aws ec2 create-flow-logs)"
                        : "check the destination (log group or bucket) and the role of the flow log"));
    }
}
