package enifailover.aws;

import enifailover.group.InstanceId;
import enifailover.group.ShellStatus;
import enifailover.group.ShellStatus.Reach;
import enifailover.port.Refused;
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
final class Agents {
    private static final int PAGE = 50;

    private final Supplier<SsmClient> ssm;

    /// @param known what was said of each instance that was asked for
    /// @param warning why nothing was said
    record Answer(Map<InstanceId, ShellStatus> known, Optional<String> warning) {
        ShellStatus of(InstanceId id) {
            return known.getOrDefault(id, ShellStatus.UNKNOWN);
        }

        /// Both answers together.
        Answer and(Answer other) {
            Map<InstanceId, ShellStatus> all = new HashMap<>(known);
            all.putAll(other.known());
            return new Answer(all, warning.or(other::warning));
        }
    }

    /// Nobody asked.
    static final Answer NOT_ASKED = new Answer(Map.of(), Optional.empty());

    Agents(Supplier<SsmClient> ssm) {
        this.ssm = ssm;
    }

    /// Makes `ssm:DescribeInstanceInformation`, a request for each fifty. An instance that Systems Manager does not
    /// list is unmanaged; where it did not answer, all are unknown.
    Answer ask(Collection<InstanceId> ids) {
        Map<InstanceId, ShellStatus> known = new HashMap<>();
        try {
            for (List<String> some : Describes.chunks(ids, PAGE)) {
                some.forEach(id -> known.put(new InstanceId(id), new ShellStatus(Reach.UNMANAGED, Optional.empty())));
                listed(some).forEach(info -> InstanceId.parse(EniReading.text(info.instanceId()))
                        .ifPresent(id -> known.put(id, status(info))));
            }
            return new Answer(known, Optional.empty());
        } catch (Refused refused) {
            return new Answer(
                    Map.of(),
                    Optional.of("Systems Manager could not be asked which agents answer: " + refused.words()));
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

    private static ShellStatus status(InstanceInformation info) {
        Reach reach = "Online".equals(info.pingStatusAsString()) ? Reach.ONLINE : Reach.LOST;
        return new ShellStatus(
                reach, Optional.ofNullable(info.platformTypeAsString()), Optional.ofNullable(info.lastPingDateTime()));
    }
}
