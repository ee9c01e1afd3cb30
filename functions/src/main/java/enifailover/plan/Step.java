package enifailover.plan;

import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// One step of a plan, and what must be true after it.
public sealed interface Step {

    /// The kind of a step, for decisions and metrics. Its sentences are only for people.
    enum Kind {
        KEEP_ON_TERMINATION,
        FENCE,
        START_STANDBY,
        CHECK_PERMISSIONS,
        SEND_ROUTING,
        DETACH,
        ATTACH,
        RESTORE,
        AWAIT_ROUTING,
        REBOOT,
        PROBE,
        CLEAN_UP,
        /// Work of the run that is not in its plan: records, events, comparisons.
        RECORD
    }

    /// @return the kind of step
    default Kind kind() {
        return switch (this) {
            case KeepOnTermination _ -> Kind.KEEP_ON_TERMINATION;
            case Fence _ -> Kind.FENCE;
            case StartStandby _ -> Kind.START_STANDBY;
            case CheckPermissions _ -> Kind.CHECK_PERMISSIONS;
            case SendRouting _ -> Kind.SEND_ROUTING;
            case Detach _ -> Kind.DETACH;
            case Attach _ -> Kind.ATTACH;
            case Restore _ -> Kind.RESTORE;
            case AwaitRouting _ -> Kind.AWAIT_ROUTING;
            case RebootIfInterfaceMissing _ -> Kind.REBOOT;
            case ProbeTcp _ -> Kind.PROBE;
            case CleanUp _ -> Kind.CLEAN_UP;
        };
    }

    /// What is done, for a person.
    String message();

    /// What is true after it, for a person.
    String after();

    /// The ENI must outlive its holder.
    record KeepOnTermination(EniId eni, AttachmentId attachment, InstanceId holder) implements Step {
        @Override
        public String message() {
            return "set DeleteOnTermination to false for " + eni + " on " + holder;
        }

        @Override
        public String after() {
            return "DeleteOnTermination of the attachment is false";
        }
    }

    /// The failed active must be off before its addresses appear elsewhere.
    ///
    /// @param group for which it is stopped
    record Fence(GroupName group, InstanceId instance) implements Step {
        @Override
        public String message() {
            return "fence " + instance + " with a forced stop";
        }

        @Override
        public String after() {
            return instance + " is stopped or terminated";
        }
    }

    /// A stopped standby has to run first.
    ///
    /// @param agent its agent has to be online too, since routing is applied by it
    record StartStandby(InstanceId instance, boolean agent) implements Step {
        @Override
        public String message() {
            return "start the cold standby " + instance;
        }

        @Override
        public String after() {
            return agent ? instance + " is running and its SSM agent is online" : instance + " is running";
        }
    }

    /// Who still works keeps its ENI where EC2 would not let this role attach it again.
    ///
    /// @param from the attachment that would be ended
    record CheckPermissions(EniId eni, AttachmentId from, InstanceId target, DevicePosition devicePosition)
            implements Step {
        @Override
        public String message() {
            return "check with DryRun that " + eni + " may be detached and attached";
        }

        @Override
        public String after() {
            return "EC2 would allow it";
        }
    }

    /// The routing command waits on the standby for the interfaces to appear.
    ///
    /// @param interfaces the document's parameter, of each command: more than one where one would be too long
    /// @param ahead Systems Manager has to take it before anything is detached; else it is sent beside the detach
    record SendRouting(InstanceId target, List<String> interfaces, boolean ahead) implements Step {
        @Override
        public String message() {
            return "send the routing command to " + target
                    + (interfaces.size() == 1 ? "" : ", in " + interfaces.size() + " parts");
        }

        @Override
        public String after() {
            return "Systems Manager has accepted the command";
        }
    }

    /// The ENI has to leave.
    ///
    /// @param from the attachment that was read under the lease
    /// @param graceful how long before it is forced
    record Detach(EniId eni, Attachment from, Duration graceful) implements Step {
        @Override
        public String message() {
            return "detach " + eni + " from " + from.holder() + " (" + from.id() + "), forced after "
                    + graceful.toSeconds() + " s";
        }

        @Override
        public String after() {
            return eni + " is available";
        }
    }

    /// The ENI has to arrive.
    record Attach(EniId eni, InstanceId target, DevicePosition devicePosition) implements Step {
        @Override
        public String message() {
            return "attach " + eni + " to " + target + " at " + devicePosition;
        }

        @Override
        public String after() {
            return eni + " is attached to " + target + " at " + devicePosition;
        }
    }

    /// A fresh attachment has lost what the old one carried.
    record Restore(EniId eni, AttachmentAttributes attributes) implements Step {
        @Override
        public String message() {
            return "restore the attachment attributes of " + eni;
        }

        @Override
        public String after() {
            return "the attachment has the ENA queue count and ENA Express settings it had";
        }
    }

    /// The guest has to say itself that routing works.
    record AwaitRouting(InstanceId target) implements Step {
        @Override
        public String message() {
            return "wait until routing is verified on " + target;
        }

        @Override
        public String after() {
            return "the routing script has verified every address on " + target;
        }
    }

    /// A guest that does not show the interface may do so after a boot. Nothing is done where it shows it.
    ///
    /// @param own where the group's ENIs are on it: any other interface, but the primary one, is somebody else's
    record RebootIfInterfaceMissing(InstanceId target, Set<DevicePosition> own) implements Step {
        @Override
        public String message() {
            return "reboot " + target + " once if its guest does not show the interface";
        }

        @Override
        public String after() {
            return "the guest of " + target + " has verified every address, after a reboot where one was needed";
        }
    }

    /// The service has to answer on the moved address.
    record ProbeTcp(EniId eni, String address, int port) implements Step {
        @Override
        public String message() {
            return "open a TCP connection to " + address + " port " + port;
        }

        @Override
        public String after() {
            return "a TCP connection to " + address + " port " + port + " was opened";
        }
    }

    /// The old holder is told to forget the ENI, when it can be reached; never waited for.
    record CleanUp(InstanceId instance, String interfaces) implements Step {
        @Override
        public String message() {
            return "send the routing clean-up to " + instance;
        }

        @Override
        public String after() {
            return "the command is sent; the run does not wait for its result";
        }
    }
}
