package enifailover.readiness.check;

import enifailover.model.AttachmentId;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.audit.StatusAlarm;

/// One change that an audit may make.
public sealed interface RemediationAction {

    /// For a person, in the past tense.
    String message();

    /// `DeleteOnTermination` is set to false.
    record KeepEni(EniId eni, AttachmentId attachment) implements RemediationAction {
        @Override
        public String message() {
            return "set DeleteOnTermination of " + eni + " to false";
        }
    }

    /// A member's status check gets an alarm.
    record MakeAlarm(InstanceId instance, StatusAlarm.Check check) implements RemediationAction {
        @Override
        public String message() {
            return "created the alarm on " + check.metric() + " of " + instance;
        }
    }

    /// The stack's alarm on an instance that has left the group.
    record RemoveAlarm(StatusAlarm alarm) implements RemediationAction {
        @Override
        public String message() {
            return "deleted the alarm " + alarm.name() + ": " + alarm.instance() + " is not a member any more";
        }
    }

    /// EC2's simplified automatic recovery of a member is set as the operator wants.
    record SetRecovery(InstanceId instance, boolean on) implements RemediationAction {
        @Override
        public String message() {
            return "set automatic recovery of " + instance + (on ? " on" : " off");
        }
    }
}
