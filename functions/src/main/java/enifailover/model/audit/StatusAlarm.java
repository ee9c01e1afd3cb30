package enifailover.model.audit;

import enifailover.model.InstanceId;
import java.util.List;
import java.util.Locale;

/// An alarm on a metric of one instance in the namespace `AWS/EC2`: on a status check, or with an action that stops,
/// reboots, recovers or terminates the instance. Source: CloudWatch API, DescribeAlarms.
///
/// @param name its name
/// @param instance the instance that it watches
/// @param metric the metric, such as `StatusCheckFailed_System`
/// @param state `OK`, `ALARM` or `INSUFFICIENT_DATA`
/// @param actionsEnabled its actions are carried out; an event is sent to EventBridge even where not
/// @param actions ARNs, such as `arn:aws:automate:REGION:ec2:recover`
/// @param ours this deployment made it: by its name, and by its tag before it is removed
/// @param stale ours, and not as it would be made today: another threshold, period or action
public record StatusAlarm(
        String name,
        InstanceId instance,
        String metric,
        String state,
        boolean actionsEnabled,
        List<String> actions,
        boolean ours,
        boolean stale) {

    /// The status checks that an alarm of ours watches, one alarm each.
    public enum Check {
        SYSTEM("StatusCheckFailed_System"),
        INSTANCE("StatusCheckFailed_Instance"),
        ATTACHED_EBS("StatusCheckFailed_AttachedEBS");

        private final String metric;

        Check(String metric) {
            this.metric = metric;
        }

        /// The metric's name.
        public String metric() {
            return metric;
        }

        /// For a person.
        public String message() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// True when it watches this check, alone or (`StatusCheckFailed`) with the system's and the instance's.
    public boolean watches(Check check) {
        return metric.equals(check.metric()) || (metric.equals("StatusCheckFailed") && check != Check.ATTACHED_EBS);
    }
}
