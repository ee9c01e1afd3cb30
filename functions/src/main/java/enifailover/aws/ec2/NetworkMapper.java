package enifailover.aws.ec2;

import static enifailover.aws.client.SdkValues.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.aws.client.SdkValues;
import enifailover.model.InstanceId;
import enifailover.model.SsmAgentStatus;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.audit.EniTraits;
import enifailover.model.audit.FlowLog;
import enifailover.model.audit.RouteTable;
import enifailover.model.audit.RoutingDocument;
import enifailover.model.audit.SsmAgent;
import enifailover.script.RoutingScript;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceAutoRecoveryState;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ssm.model.DocumentDescription;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;

/// Reads what an audit sees around ENIs and instances out of AWS's answers.
final class NetworkMapper {
    private NetworkMapper() {}

    /// An Elastic IP has an allocation; an address that AWS lends the interface has none.
    static EniTraits traits(NetworkInterface seen) {
        Map<String, String> elastic = new LinkedHashMap<>();
        for (NetworkInterfacePrivateIpAddress address : seen.privateIpAddresses()) {
            if (address.association() != null && address.association().allocationId() != null) {
                elastic.put(
                        text(address.privateIpAddress()),
                        text(address.association().publicIp()));
            }
        }
        return new EniTraits(
                seen.groups().stream().map(GroupIdentifier::groupId).collect(Collectors.toCollection(TreeSet::new)),
                Boolean.TRUE.equals(seen.sourceDestCheck()),
                elastic);
    }

    /// EC2 leaves it out for instances of before it had it, which recover too (EC2 User Guide, "Simplified automatic
    /// recovery": on by default where the type supports it).
    static boolean recovers(Instance seen) {
        return seen.maintenanceOptions() == null
                || seen.maintenanceOptions().autoRecovery() != InstanceAutoRecoveryState.DISABLED;
    }

    static RouteTable table(software.amazon.awssdk.services.ec2.model.RouteTable seen) {
        Set<String> subnets = seen.associations().stream()
                .map(RouteTableAssociation::subnetId)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        return new RouteTable(
                text(seen.routeTableId()),
                text(seen.vpcId()),
                seen.associations().stream().anyMatch(association -> Boolean.TRUE.equals(association.main())),
                subnets,
                seen.routes().stream().map(NetworkMapper::route).toList());
    }

    private static RouteTable.Route route(Route seen) {
        return new RouteTable.Route(
                first(seen.destinationCidrBlock(), seen.destinationIpv6CidrBlock(), seen.destinationPrefixListId()),
                first(
                        seen.networkInterfaceId(),
                        seen.natGatewayId(),
                        seen.transitGatewayId(),
                        seen.vpcPeeringConnectionId(),
                        seen.egressOnlyInternetGatewayId(),
                        seen.localGatewayId(),
                        seen.carrierGatewayId(),
                        seen.coreNetworkArn(),
                        seen.gatewayId(),
                        seen.instanceId()),
                text(seen.instanceId()),
                seen.state() == RouteState.BLACKHOLE);
    }

    /// The one that EC2 filled in.
    private static String first(@Nullable String... members) {
        return Stream.of(members)
                .map(SdkValues::text)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    static FlowLog flowLog(software.amazon.awssdk.services.ec2.model.FlowLog seen) {
        boolean fails = "FAILED".equals(seen.deliverLogsStatus());
        return new FlowLog(
                text(seen.flowLogId()),
                text(seen.resourceId()),
                "ACTIVE".equals(seen.flowLogStatus()),
                fails
                        ? Optional.of(Objects.requireNonNullElse(seen.deliverLogsErrorMessage(), "FAILED"))
                        : Optional.empty());
    }

    /// @param content of the default version, as JSON
    static RoutingDocument document(DocumentDescription seen, String content) {
        String version = Objects.requireNonNullElse(seen.defaultVersion(), text(seen.documentVersion()));
        return new RoutingDocument(
                text(seen.name()),
                text(seen.statusAsString()),
                version,
                text(seen.latestVersion()),
                RoutingScript.sha256OfDocument(content),
                content.getBytes(StandardCharsets.UTF_8).length,
                longestInterfaces(content));
    }

    /// A parameter without `maxChars`, and a document that is no JSON, set no limit of their own.
    private static int longestInterfaces(String content) {
        try {
            return new JsonMapper()
                    .readTree(content)
                    .path("parameters")
                    .path("Interfaces")
                    .path("maxChars")
                    .asInt(Integer.MAX_VALUE);
        } catch (JsonProcessingException noJson) {
            return Integer.MAX_VALUE;
        }
    }

    static SsmAgent agent(InstanceInformation seen) {
        String platform = (text(seen.platformName()) + " " + text(seen.platformVersion())).strip();
        return new SsmAgent(
                online(seen),
                Objects.requireNonNullElse(seen.lastPingDateTime(), Instant.EPOCH),
                text(seen.agentVersion()),
                Boolean.TRUE.equals(seen.isLatestVersion()),
                platform,
                "Linux".equals(seen.platformTypeAsString()));
    }

    static SsmAgentStatus shell(@Nullable InstanceInformation seen) {
        return seen == null
                ? new SsmAgentStatus(Reach.UNMANAGED, Optional.empty())
                : new SsmAgentStatus(
                        online(seen) ? Reach.ONLINE : Reach.LOST, Optional.ofNullable(seen.platformTypeAsString()));
    }

    private static boolean online(InstanceInformation seen) {
        return "Online".equals(seen.pingStatusAsString());
    }

    static Optional<InstanceId> instance(InstanceInformation seen) {
        return InstanceId.parse(text(seen.instanceId()));
    }
}
