package enifailover.readiness.check;

import enifailover.model.AttachmentId;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.audit.StatusAlarm;

/// Something that an audit may put right by itself.
public sealed interface RemediationAction {

    /// For a person, as something done.
    String message();

    /// The ENI outlives its holder.
    record KeepEni(EniId eni, AttachmentId attachment) implements RemediationAction {
        @Override
        public String message() {
            return "set DeleteOnTermination of " + eni + " to false";
        }
    }

    /// A member's status check is watched.
    record MakeAlarm(InstanceId instance, StatusAlarm.Check check) implements RemediationAction {
        @Override
        public String message() {
            return "made the alarm on " + check.metric() + " of " + instance;
        }
    }

    /// Our alarm on an instance that is no member any more.
    record RemoveAlarm(StatusAlarm alarm) implements RemediationAction {
        @Override
        public String message() {
            return "removed the alarm " + alarm.name() + ", because " + alarm.instance() + " is no member any more";
        }
    }

    /// EC2's simplified automatic recovery of a member is as the operator wants it.
    record SetRecovery(InstanceId instance, boolean on) implements RemediationAction {
        @Override
        public String message() {
            return "set automatic recovery of " + instance + (on ? " on" : " off");
        }
    }
}
