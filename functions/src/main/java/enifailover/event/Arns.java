package enifailover.event;

import enifailover.model.InstanceId;
import java.util.Optional;

/// What the texts of an event name.
final class Arns {
    private Arns() {}

    /// The instance that a bare id, or an ARN of whatever form, ends in: `i-…`, `arn:…:instance/i-…`. Spot ARNs carry a
    /// zone in the Region's place and no account, so nothing before the id is looked at.
    static Optional<InstanceId> instance(String text) {
        String trimmed = text.strip();
        int end = Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf(':'));
        return InstanceId.parse(trimmed.substring(end + 1));
    }

    /// The Region of an ARN; empty where it has none.
    static Optional<String> regionOfArn(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 && parts[0].equals("arn") && !parts[3].isEmpty()
                ? Optional.of(parts[3])
                : Optional.empty();
    }

    /// The alarm that an ARN names: `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME`. A name may have colons in it.
    static Optional<String> alarmOfArn(String arn) {
        String[] parts = arn.split(":", 7);
        return parts.length == 7 && parts[0].equals("arn") && parts[5].equals("alarm")
                ? alarm(parts[6])
                : Optional.empty();
    }

    /// A text that can be an alarm's name. Source: CloudWatch API, PutMetricAlarm: 1 to 255 characters.
    static Optional<String> alarm(String name) {
        return name.isBlank() || name.length() > 255 ? Optional.empty() : Optional.of(name);
    }
}
