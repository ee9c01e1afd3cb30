package enifailover.testkit.region.watch;

import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ec2.Inventory;
import enifailover.testkit.region.ec2.Inventory.Impairment;
import enifailover.testkit.region.watch.Alarms.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// EC2's status checks as CloudWatch's metrics, as far as an alarm on one of them needs: a value a minute while the
/// instance runs, none while it does not (D). An alarm whose state was set by SetAlarmState keeps that; I: the real one
/// would find its own way again.
final class StatusMetrics {
    /// D: the reason of an alarm that was never evaluated.
    static final String NEW = "Unchecked: Initial alarm creation";

    private final Inventory inventory;

    StatusMetrics(Inventory inventory) {
        this.inventory = inventory;
    }

    Alarm evaluated(Alarm alarm, Instant now) {
        Map<String, Object> definition = alarm.definition();
        if (!alarm.reason().equals(NEW) || !"AWS/EC2".equals(definition.get("Namespace"))) {
            return alarm;
        }
        List<Kind> kinds = kinds(String.valueOf(definition.get("MetricName")));
        Duration window = Duration.ofSeconds(number(definition, "Period") * number(definition, "EvaluationPeriods"));
        if (kinds.isEmpty() || now.isBefore(alarm.since().plus(window))) {
            return alarm;
        }
        Optional<Impairment> seen = inventory.impairment(instance(definition), kinds);
        String state = seen.map(impairment -> impairment.longerThan(window, now) ? "ALARM" : "OK")
                .orElse("INSUFFICIENT_DATA");
        return new Alarm(
                alarm.name(),
                definition,
                alarm.composite(),
                state,
                "Threshold Crossed",
                alarm.since().plus(window),
                alarm.tags());
    }

    private static List<Kind> kinds(String metric) {
        return switch (metric) {
            case "StatusCheckFailed_System" -> List.of(Kind.SYSTEM);
            case "StatusCheckFailed_Instance" -> List.of(Kind.INSTANCE);
            case "StatusCheckFailed_AttachedEBS" -> List.of(Kind.ATTACHED_EBS);
            case "StatusCheckFailed" -> List.of(Kind.SYSTEM, Kind.INSTANCE);
            default -> List.of();
        };
    }

    private static long number(Map<String, Object> definition, String member) {
        return definition.get(member) instanceof Number number ? number.longValue() : 0;
    }

    private static String instance(Map<String, Object> definition) {
        if (definition.get("Dimensions") instanceof List<?> dimensions) {
            for (Object one : dimensions) {
                if (one instanceof Map<?, ?> dimension && "InstanceId".equals(dimension.get("Name"))) {
                    return String.valueOf(dimension.get("Value"));
                }
            }
        }
        return "";
    }
}
