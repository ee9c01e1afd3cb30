package enifailover.aws.ssm;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.AwsErrors;
import enifailover.aws.client.SdkValues;
import enifailover.model.InstanceId;
import enifailover.model.SsmAgentStatus;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.port.AwsCallException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;

/// Asks Systems Manager which instances it reaches. EC2 can be seen without it, so its failure is never thrown.
public final class SsmAgentReader {
    private static final int PAGE = 50;

    private final Supplier<SsmClient> ssm;

    /// @param known what was said of each instance that was asked for
    /// @param warning why nothing was said
    public record Answer(Map<InstanceId, SsmAgentStatus> known, Optional<String> warning) {
        public SsmAgentStatus of(InstanceId id) {
            return known.getOrDefault(id, SsmAgentStatus.UNKNOWN);
        }

        /// Both answers together.
        public Answer and(Answer other) {
            Map<InstanceId, SsmAgentStatus> all = new HashMap<>(known);
            all.putAll(other.known());
            return new Answer(all, warning.or(other::warning));
        }
    }

    /// Nobody asked.
    public static final Answer NOT_ASKED = new Answer(Map.of(), Optional.empty());

    public SsmAgentReader(Supplier<SsmClient> ssm) {
        this.ssm = ssm;
    }

    /// Makes `ssm:DescribeInstanceInformation`, a request for each fifty. An instance that Systems Manager does not
    /// list is unmanaged; where it did not answer, all are unknown.
    public Answer ask(Collection<InstanceId> ids) {
        Map<InstanceId, SsmAgentStatus> known = new HashMap<>();
        try {
            for (List<String> some : SdkValues.batches(ids, PAGE)) {
                some.forEach(
                        id -> known.put(new InstanceId(id), new SsmAgentStatus(Reach.UNMANAGED, Optional.empty())));
                listed(some).forEach(info -> InstanceId.parse(SdkValues.text(info.instanceId()))
                        .ifPresent(id -> known.put(id, status(info))));
            }
            return new Answer(known, Optional.empty());
        } catch (AwsCallException awsCallException) {
            return new Answer(
                    Map.of(),
                    Optional.of(
                            "Systems Manager did not return the status of the agents: " + awsCallException.message()));
        }
    }

    private List<InstanceInformation> listed(List<String> ids) {
        InstanceInformationStringFilter filter = InstanceInformationStringFilter.builder()
                .key("InstanceIds")
                .values(ids)
                .build();
        return AwsErrors.ask(ApiAction.DESCRIBE_INSTANCE_INFORMATION, () -> ssm
                .get()
                .describeInstanceInformationPaginator(
                        request -> request.filters(filter).maxResults(PAGE))
                .instanceInformationList()
                .stream()
                .toList());
    }

    private static SsmAgentStatus status(InstanceInformation info) {
        Reach reach = "Online".equals(info.pingStatusAsString()) ? Reach.ONLINE : Reach.LOST;
        return new SsmAgentStatus(
                reach, Optional.ofNullable(info.platformTypeAsString()), Optional.ofNullable(info.lastPingDateTime()));
    }
}
