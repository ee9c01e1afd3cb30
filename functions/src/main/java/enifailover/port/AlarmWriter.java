package enifailover.port;

import enifailover.model.InstanceId;
import enifailover.model.audit.StatusAlarm;

/// What an audit may keep right by itself, beyond [EniOperations#keepOnTermination] and [CommandRunner]: the alarms
/// on the status checks of members. Each method makes one change, paced under CloudWatch's limit, and throws
/// [AwsCallException].
public interface AlarmWriter {

    /// Makes our alarm on a status check of an instance, or makes it anew where it is stale. Tagged as ours.
    ///
    /// @return its name
    String alarm(InstanceId instance, StatusAlarm.Check check);

    /// Removes an alarm, if and only if its tag says that it is ours.
    ///
    /// @return false when the tag does not, and it was left alone
    boolean remove(StatusAlarm alarm);
}
