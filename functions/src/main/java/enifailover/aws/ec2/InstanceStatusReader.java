package enifailover.aws.ec2;

import enifailover.model.InstanceId;
import enifailover.port.AwsCallException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;

/// Asks EC2 for status checks and scheduled events. A group can be seen without them, so that their failure is never
/// thrown: a holder that has stopped is moved all the same.
final class InstanceStatusReader {
    private final Ec2Describe ec2Describe;

    /// @param known by instance; what EC2 does not know is left out
    /// @param warning why nothing was said; empty where EC2 answered
    record Answer(Map<InstanceId, InstanceStatus> known, Optional<String> warning) {
        /// Nobody asked.
        static final Answer NOT_ASKED = new Answer(Map.of(), Optional.empty());

        Optional<InstanceStatus> of(InstanceId id) {
            return Optional.ofNullable(known.get(id));
        }

        /// Both answers together.
        Answer and(Answer other) {
            Map<InstanceId, InstanceStatus> all = new HashMap<>(known);
            all.putAll(other.known());
            return new Answer(all, warning.or(other::warning));
        }
    }

    InstanceStatusReader(Ec2Describe ec2Describe) {
        this.ec2Describe = ec2Describe;
    }

    /// `ec2:DescribeInstanceStatus`, a request for each hundred.
    Answer ask(Collection<InstanceId> ids) {
        try {
            Map<InstanceId, InstanceStatus> known = new HashMap<>();
            List<InstanceStatus> found = new ArrayList<>(ec2Describe.statuses(ids));
            found.forEach(status -> known.put(new InstanceId(status.instanceId()), status));
            return new Answer(known, Optional.empty());
        } catch (AwsCallException awsCallException) {
            return new Answer(
                    Map.of(), Optional.of("EC2 did not return the status checks: " + awsCallException.message()));
        }
    }
}
