package enifailover.aws.ec2;

import static enifailover.aws.client.AwsErrors.ask;
import static enifailover.aws.ec2.Ec2Describe.filter;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.Clients;
import enifailover.aws.client.RateLimiter;
import enifailover.aws.client.SdkValues;
import enifailover.aws.ssm.SsmCommandRunner;
import enifailover.model.InstanceId;
import enifailover.model.audit.FlowLog;
import enifailover.model.audit.RouteTable;
import enifailover.model.audit.RoutingDocument;
import enifailover.port.Scheduler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationRequest;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationResponse;
import software.amazon.awssdk.services.ssm.model.DocumentDescription;
import software.amazon.awssdk.services.ssm.model.DocumentFormat;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;

/// What is around ENIs and instances, for many at once: route tables, flow logs, agents, the routing document.
final class NetworkAuditReader {
    /// EC2 tells at most so many route tables in a page (EC2 API, DescribeRouteTables).
    private static final int ROUTE_TABLES = 100;

    private static final int FLOW_LOGS = 1000;

    /// EC2 API, DescribeVolumes, MaxResults.
    private static final int VOLUMES = 500;

    private static final int AGENTS = 50;

    /// Systems Manager does not say how many it takes; commands of a failover share the limit.
    private static final int AGENT_PAGES_PER_SECOND = 10;

    private final Clients clients;
    private final String document;
    private final Scheduler scheduler;

    NetworkAuditReader(Clients clients, String document, Scheduler scheduler) {
        this.clients = clients;
        this.document = document;
        this.scheduler = scheduler;
    }

    /// Makes `ec2:DescribeRouteTables`, a request for each two hundred VPCs and each hundred tables.
    List<RouteTable> routeTables(Collection<String> vpcs) {
        List<RouteTable> tables = new ArrayList<>();
        for (List<String> some : SdkValues.batches(vpcs, Ec2Describe.MOST_VALUES)) {
            ask(ApiAction.DESCRIBE_ROUTE_TABLES, () -> clients
                            .ec2()
                            .describeRouteTablesPaginator(request ->
                                    request.filters(filter("vpc-id", some)).maxResults(ROUTE_TABLES))
                            .routeTables()
                            .stream()
                            .map(NetworkMapper::table)
                            .toList())
                    .forEach(tables::add);
        }
        return tables;
    }

    /// Makes `ec2:DescribeFlowLogs`, a request for each two hundred resources.
    ///
    /// @param resources ids of ENIs, subnets and VPCs
    List<FlowLog> flowLogs(Collection<String> resources) {
        List<FlowLog> logs = new ArrayList<>();
        for (List<String> some : SdkValues.batches(resources, Ec2Describe.MOST_VALUES)) {
            ask(ApiAction.DESCRIBE_FLOW_LOGS, () -> clients
                            .ec2()
                            .describeFlowLogsPaginator(request ->
                                    request.filter(filter("resource-id", some)).maxResults(FLOW_LOGS))
                            .flowLogs()
                            .stream()
                            .map(NetworkMapper::flowLog)
                            .toList())
                    .forEach(logs::add);
        }
        return logs;
    }

    /// Makes `ec2:DescribeVolumes`, a request for each two hundred instances and each five hundred volumes.
    ///
    /// @return the ARNs of the KMS keys under which the volumes of these instances are encrypted, AWS's own among
    /// them
    Map<InstanceId, Set<String>> volumeKeys(Collection<String> instances) {
        Map<InstanceId, Set<String>> keys = new TreeMap<>();
        for (List<String> some : SdkValues.batches(instances, Ec2Describe.MOST_VALUES)) {
            List<Volume> encrypted = ask(ApiAction.DESCRIBE_VOLUMES, () -> clients
                    .ec2()
                    .describeVolumesPaginator(request -> request.filters(
                                    filter("attachment.instance-id", some), filter("encrypted", "true"))
                            .maxResults(VOLUMES))
                    .volumes()
                    .stream()
                    .toList());
            encrypted.forEach(volume -> volume.attachments()
                    .forEach(attachment -> InstanceId.parse(SdkValues.text(attachment.instanceId()))
                            .ifPresent(id -> keys.computeIfAbsent(id, _ -> new TreeSet<>())
                                    .add(SdkValues.text(volume.kmsKeyId())))));
        }
        return keys;
    }

    /// Makes `ssm:DescribeInstanceInformation`, a request for each fifty instances, ten a second.
    ///
    /// @return what is managed; an instance that is missing is not
    Map<InstanceId, InstanceInformation> agents(Collection<InstanceId> instances) {
        RateLimiter rateLimiter = new RateLimiter(scheduler, AGENT_PAGES_PER_SECOND);
        Map<InstanceId, InstanceInformation> known = new HashMap<>();
        for (List<String> some : SdkValues.batches(instances, AGENTS)) {
            InstanceInformationStringFilter those = InstanceInformationStringFilter.builder()
                    .key("InstanceIds")
                    .values(some)
                    .build();
            @Nullable String token = null;
            do {
                rateLimiter.await();
                DescribeInstanceInformationRequest request = DescribeInstanceInformationRequest.builder()
                        .filters(those)
                        .maxResults(AGENTS)
                        .nextToken(token)
                        .build();
                DescribeInstanceInformationResponse page =
                        ask(ApiAction.DESCRIBE_INSTANCE_INFORMATION, () -> clients.ssm()
                                .describeInstanceInformation(request));
                page.instanceInformationList()
                        .forEach(info -> NetworkMapper.instance(info).ifPresent(id -> known.put(id, info)));
                token = page.nextToken();
            } while (token != null && !token.isEmpty());
        }
        return known;
    }

    /// Makes `ssm:DescribeDocument` and `ssm:GetDocument`.
    RoutingDocument document() {
        DocumentDescription described = ask(ApiAction.DESCRIBE_DOCUMENT, () -> clients.ssm()
                        .describeDocument(request -> request.name(document).documentVersion(SsmCommandRunner.NEWEST)))
                .document();
        String content = ask(ApiAction.GET_DOCUMENT, () -> clients.ssm().getDocument(request -> request.name(document)
                        .documentVersion(SsmCommandRunner.NEWEST)
                        .documentFormat(DocumentFormat.JSON)))
                .content();
        return NetworkMapper.document(described, SdkValues.text(content));
    }
}
