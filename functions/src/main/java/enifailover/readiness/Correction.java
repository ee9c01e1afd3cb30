package enifailover.readiness;

import enifailover.group.AttachmentId;
import enifailover.group.EniId;
import enifailover.group.InstanceId;
import enifailover.survey.StatusAlarm;

/// Something that an audit may put right by itself.
public sealed interface Correction {

    /// For a person, as something done.
    String words();

    /// The ENI outlives its holder.
    record KeepEni(EniId eni, AttachmentId attachment) implements Correction {
        @Override
        public String words() {
            return "set DeleteOnTermination of " + eni + " to false";
        }
    }

    /// A member's status check is watched.
    record MakeAlarm(InstanceId instance, StatusAlarm.Check check) implements Correction {
        @Override
        public String words() {
            return "made the alarm on " + check.metric() + " of " + instance;
        }
    }

    /// Our alarm on an instance that is no member any more.
    record RemoveAlarm(StatusAlarm alarm) implements Correction {
        @Override
        public String words() {
            return "removed the alarm " + alarm.name() + ", because " + alarm.instance() + " is no member any more";
        }
    }
}
